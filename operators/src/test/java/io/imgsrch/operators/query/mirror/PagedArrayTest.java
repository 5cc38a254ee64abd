package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PagedArrayTest {
  private static final int LENGTH = 5_000;

  @Test
  void frozenArraysStayAsTheyWere() {
    var random = new Random(1);
    var editor = new PagedArray.Editor<Integer>();
    var model = new HashMap<Integer, Integer>();
    var past = new ArrayList<PagedArray<Integer>>();
    var expected = new ArrayList<Map<Integer, Integer>>();
    for (int round = 0; round < 30; round++) {
      for (int change = 0; change < 20; change++) {
        int index = random.nextInt(LENGTH);
        editor.set(index, round * 100 + change);
        model.put(index, round * 100 + change);
        assertThat(editor.get(index)).isEqualTo(model.get(index));
      }
      past.add(editor.freeze());
      expected.add(Map.copyOf(model));
    }
    for (int round = 0; round < past.size(); round++) {
      assertThat(past.get(round).length())
          .isEqualTo(Collections.max(expected.get(round).keySet()) + 1);
      for (int index = 0; index < LENGTH + 2_000; index++) {
        assertThat(past.get(round).get(index)).isEqualTo(expected.get(round).get(index));
      }
    }
  }
}
