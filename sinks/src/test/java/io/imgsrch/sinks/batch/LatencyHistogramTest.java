package io.imgsrch.sinks.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
  @Test
  void anyNumberOfReportersSeesTheSame() {
    var histogram = new LatencyHistogram();
    for (int millis = 1; millis <= 1_000; millis++) {
      histogram.update(millis);
    }
    for (int reporter = 0; reporter < 3; reporter++) {
      var statistics = histogram.getStatistics();
      assertThat(histogram.getCount()).isEqualTo(1_000);
      assertThat(statistics.size()).isEqualTo(1_000);
      assertThat(statistics.getQuantile(0.5)).isCloseTo(500, within(5.0));
      assertThat(statistics.getQuantile(0.99)).isCloseTo(990, within(10.0));
      assertThat(statistics.getMin()).isEqualTo(1);
      assertThat(statistics.getMean()).isCloseTo(500.5, within(5.0));
    }
  }

  @Test
  void emptyAndAbsurdValuesDoNotThrow() {
    var histogram = new LatencyHistogram();
    assertThat(histogram.getStatistics().getMin()).isZero();
    histogram.update(-5);
    histogram.update(Long.MAX_VALUE);
    assertThat(histogram.getCount()).isEqualTo(2);
  }
}
