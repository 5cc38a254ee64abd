package io.imgsrch.bench.search.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ItemsTest {
  private static final int COUNT = 20_000;
  private static final int DIMENSION = 8;
  private static final Items ITEMS = new Items(parents(), COUNT, 1);

  private static List<float[]> parents() {
    var random = new Random(1);
    return IntStream.range(0, 50).mapToObj(i -> unit(random)).toList();
  }

  private static float[] unit(Random random) {
    var vector = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void filtersKeepWhatTheySay(Kept kept) {
    double wanted = COUNT * Double.parseDouble(kept.percent()) / 100;
    for (var shape : Shape.values()) {
      var cell = cell(shape, kept);
      assertThat(cell.meanKept()).as(shape.label()).isCloseTo(wanted, within(0.05 * wanted + 0.2));
    }
  }

  @Test
  void clusteredMerchantsSellItemsThatLieTogether() {
    assertThat(meanOfKept(Shape.CLUSTERED)).isGreaterThan(meanOfKept(Shape.SPREAD) + 0.1);
  }

  /** Cosine of items of one merchant, on average. */
  private static double meanOfKept(Shape shape) {
    var sold = ITEMS.range(0, COUNT).stream().filter(item -> item.merchant(shape) == 7).toList();
    return sold.stream()
        .flatMapToDouble(
            one -> sold.stream().mapToDouble(other -> dot(one.vector(), other.vector())))
        .average()
        .orElseThrow();
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  @Test
  void theBestAreThoseOfAllThatAFilterKeeps() {
    var question = cell(Shape.SPREAD, Kept.PERCENT_1).questions().get(3);
    var filter = question.filter();
    var scores =
        ITEMS.range(0, COUNT).stream()
            .filter(item -> filter.merchants().contains(item.spread()))
            .sorted((one, other) -> Double.compare(score(question, other), score(question, one)))
            .limit(Question.TOP)
            .mapToInt(Item::number)
            .toArray();
    assertThat(question.best()).containsExactlyInAnyOrder(scores);
  }

  private static double score(Question question, Item item) {
    return dot(question.vector(), item.vector());
  }

  private static Cell cell(Shape shape, Kept kept) {
    return new Truth(ITEMS.range(0, COUNT))
        .cell(shape, kept, ITEMS.queries(20), Filters.of(shape, kept, 20, 1));
  }

  @Test
  void anItemIsTheSameWheneverItIsAskedFor() {
    var again = new Items(parents(), 1_000, 1);
    assertThat(again.get(900).vector()).isEqualTo(ITEMS.get(900).vector());
    assertThat(again.get(1_500).vector()).isEqualTo(ITEMS.get(1_500).vector());
  }
}
