package io.imgsrch.config.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LatencyHistogram histogram = new LatencyHistogram(nanos::get);

  @Test
  void quantilesOfOneToThousandAreCloseToThem() {
    IntStream.rangeClosed(1, 1_000).forEach(histogram::update);

    var statistics = histogram.getStatistics();

    assertThat(statistics.getQuantile(0.5)).isCloseTo(500, within(5.0));
    assertThat(statistics.getQuantile(0.99)).isCloseTo(990, within(10.0));
    assertThat(statistics.getMean()).isCloseTo(500, within(5.0));
    assertThat(statistics.getStdDev()).isCloseTo(289, within(5.0));
    assertThat(statistics.getMin()).isEqualTo(1);
    assertThat(statistics.getMax()).isBetween(1_000L, 1_010L);
    assertThat(statistics.size()).isEqualTo(1_000);
    assertThat(statistics.getValues()).hasSizeBetween(100, 1_000);
    assertThat(histogram.getCount()).isEqualTo(1_000);
  }

  @Test
  void anEmptyOneIsAllZero() {
    var statistics = histogram.getStatistics();

    assertThat(statistics.size()).isZero();
    assertThat(statistics.getQuantile(0.99)).isZero();
    assertThat(statistics.getMean()).isZero();
    assertThat(statistics.getStdDev()).isZero();
    assertThat(statistics.getMin()).isZero();
    assertThat(statistics.getMax()).isZero();
    assertThat(statistics.getValues()).isEmpty();
  }

  @Test
  void valuesOutOfBoundsCountAsTheBound() {
    histogram.update(-5);
    histogram.update(Long.MAX_VALUE);

    var statistics = histogram.getStatistics();

    assertThat(statistics.getMin()).isZero();
    assertThat(statistics.getMax()).isCloseTo(3_600_000, within(36_000L));
  }

  @Test
  void statisticsForgetWhatIsOlderThanTwoWindowsAndTheCountDoesNot() {
    histogram.update(900);
    assertThat(afterOneMinute().getMax()).isGreaterThanOrEqualTo(900);
    histogram.update(10);
    assertThat(afterOneMinute().getMax()).isGreaterThanOrEqualTo(900);
    assertThat(afterOneMinute().getMax()).isEqualTo(10);
    assertThat(afterOneMinute().size()).isZero();
    assertThat(histogram.getCount()).isEqualTo(2);
  }

  @Test
  void noUpdateOfManyThreadsIsLost() {
    var writers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> IntStream.range(0, 10_000).forEach(histogram::update)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(writers).join();

    assertThat(histogram.getCount()).isEqualTo(80_000);
    assertThat(histogram.getStatistics().size()).isEqualTo(80_000);
  }

  private org.apache.flink.metrics.HistogramStatistics afterOneMinute() {
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    return histogram.getStatistics();
  }
}
