package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrdinalSetTest {
  /** Around the border of two chunks. */
  private static final int FIRST = (1 << 20) - 100;

  @Test
  void frozenSetsStayAsTheyWere() {
    var random = new Random(1);
    var model = new TreeSet<Integer>();
    var set = OrdinalSet.EMPTY;
    var past = new ArrayList<OrdinalSet>();
    var expected = new ArrayList<List<Integer>>();
    for (int round = 0; round < 50; round++) {
      var editor = new OrdinalSet.Editor(set);
      for (int change = 0; change < 20; change++) {
        int ordinal = FIRST + random.nextInt(200);
        boolean member = random.nextBoolean();
        editor.set(ordinal, member);
        boolean unused = member ? model.add(ordinal) : model.remove(ordinal);
        assertThat(editor.contains(ordinal)).isEqualTo(member);
      }
      set = editor.freeze();
      past.add(set);
      expected.add(List.copyOf(model));
    }
    for (int i = 0; i < past.size(); i++) {
      assertThat(members(past.get(i))).as("round %d", i).isEqualTo(expected.get(i));
      assertThat(past.get(i).cardinality()).isEqualTo(expected.get(i).size());
    }
  }

  @Test
  void combinesSetsOfDifferentLengths() {
    var low = of(1, 2, FIRST);
    var high = of(2, FIRST, FIRST + 150);
    assertThat(members(low.and(high))).containsExactly(2, FIRST);
    assertThat(members(high.and(low))).containsExactly(2, FIRST);
    assertThat(members(OrdinalSet.or(List.of(low, high))))
        .containsExactly(1, 2, FIRST, FIRST + 150);
    assertThat(members(OrdinalSet.or(List.of()))).isEmpty();
    assertThat(members(low.and(OrdinalSet.EMPTY))).isEmpty();
  }

  static OrdinalSet of(int... ordinals) {
    var editor = new OrdinalSet.Editor(OrdinalSet.EMPTY);
    for (int ordinal : ordinals) {
      editor.set(ordinal, true);
    }
    return editor.freeze();
  }

  static List<Integer> members(OrdinalSet set) {
    var members = new ArrayList<Integer>();
    set.forEach(members::add);
    return members;
  }
}
