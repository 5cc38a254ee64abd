package io.imgsrch.bench.search.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final int SIZE = 100;
  private static final Filter ALL = new Filter(Shape.SPREAD, List.of(), null);

  private static Question question(int kept) {
    int best = Math.min(kept, Question.TOP);
    return new Question(new float[1], ALL, kept, IntStream.range(0, best).toArray());
  }

  @Test
  void allOfTheRightAnswerInAnyOrderIsOne() {
    var found = IntStream.range(0, 20).map(i -> 19 - i).toArray();
    assertThat(question(50).recall(found, SIZE)).isEqualTo(1);
  }

  @Test
  void eachThatIsMissingCounts() {
    assertThat(question(50).recall(IntStream.range(5, 25).toArray(), SIZE)).isEqualTo(0.75);
    assertThat(question(50).recall(new int[0], SIZE)).isZero();
  }

  @Test
  void whereFewAreKeptAllOfThemAreWanted() {
    assertThat(question(4).recall(new int[] {0, 1, 2}, SIZE)).isEqualTo(0.75);
    assertThat(question(0).recall(new int[0], SIZE)).isEqualTo(1);
  }

  @Test
  void whatArrivedTakesThePlaceOfTheLast() {
    var found = IntStream.concat(IntStream.range(0, 18), IntStream.of(100, 101)).toArray();
    assertThat(question(50).recall(found, SIZE)).isEqualTo(1);
    var lessFound = IntStream.concat(IntStream.range(1, 19), IntStream.of(100, 101)).toArray();
    assertThat(question(50).recall(lessFound, SIZE)).isEqualTo(17 / 18.0);
  }
}
