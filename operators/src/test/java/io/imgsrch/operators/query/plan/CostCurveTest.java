package io.imgsrch.operators.query.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CostCurveTest {
  private static final int MANY = 100;

  private final CostCurve curve = new CostCurve(1, 0.01);

  @Test
  void isTheGuessAtFirst() {
    assertThat(curve.millis(0)).isEqualTo(1);
    assertThat(curve.millis(1_000)).isCloseTo(11, within(1e-9));
  }

  @Test
  void comesToWhatIsMeasuredAndFollowsIt() {
    measure(1_000, 33);
    assertThat(curve.millis(1_000)).isCloseTo(33, within(1.0));
    measure(1_000, 2);
    assertThat(curve.millis(1_000)).isCloseTo(2, within(0.1));
  }

  @Test
  void theFirstMeasurementIsNotBelieved() {
    curve.measured(1_000, 1_100);
    assertThat(curve.millis(1_000)).isLessThan(120);
    measure(1_000, 11);
    assertThat(curve.millis(1_000)).isCloseTo(11, within(0.1));
  }

  @Test
  void aStallIsNoCost() {
    measure(1_000, 11);
    curve.measured(1_000, 1_100);
    assertThat(curve.millis(1_000)).isLessThan(18);
  }

  @Test
  void sizesThatWereNotMeasuredAreLikeTheirNeighbours() {
    measure(1 << 8, 2 * (1 + 2.56));
    assertThat(curve.millis(1)).isCloseTo(2 * 1.01, within(0.05));
    assertThat(curve.millis(1 << 20)).isCloseTo(2 * (1 + 0.01 * (1 << 20)), within(200.0));

    measure(1 << 12, 8 * (1 + 40.96));
    assertThat(curve.millis(1 << 10)).isCloseTo(4 * (1 + 10.24), within(1.0));
    assertThat(curve.millis(1 << 20)).isCloseTo(8 * (1 + 0.01 * (1 << 20)), within(900.0));
    assertThat(curve.millis(1)).isCloseTo(2 * 1.01, within(0.05));
  }

  @Test
  void manyMayMeasureAtOnce() {
    var both =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> measure(1_000, 30)),
            CompletableFuture.runAsync(() -> measure(1_000, 34)));
    both.join();
    assertThat(curve.millis(1_000)).isBetween(29.0, 35.0);
  }

  @Test
  void workThatTookNoTimeCostsSomething() {
    measure(1_000, 0);
    assertThat(curve.millis(1_000)).isPositive();
  }

  private void measure(int size, double millis) {
    for (int i = 0; i < MANY; i++) {
      curve.measured(size, millis);
    }
  }
}
