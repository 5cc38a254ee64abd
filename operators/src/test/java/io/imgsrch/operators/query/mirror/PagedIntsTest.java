package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PagedIntsTest {
  private static final int LENGTH = 5_000;

  @Test
  void frozenNumbersStayAsTheyWere() {
    var random = new Random(1);
    var editor = new PagedInts.Editor();
    var model = new int[LENGTH];
    Arrays.fill(model, PagedInts.NONE);
    var past = new ArrayList<PagedInts>();
    var expected = new ArrayList<int[]>();
    for (int round = 0; round < 30; round++) {
      for (int change = 0; change < 20; change++) {
        int index = random.nextInt(LENGTH);
        model[index] = random.nextInt(100) + PagedInts.NONE;
        editor.set(index, model[index]);
        assertThat(editor.get(index)).isEqualTo(model[index]);
      }
      past.add(editor.freeze());
      expected.add(model.clone());
    }
    for (int round = 0; round < past.size(); round++) {
      for (int index = 0; index < LENGTH; index++) {
        assertThat(past.get(round).get(index)).isEqualTo(expected.get(round)[index]);
      }
      assertThat(past.get(round).get(LENGTH + 2_000)).isEqualTo(PagedInts.NONE);
    }
  }
}
