package io.imgsrch.config.metric;

import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.apache.flink.metrics.HistogramStatistics;

/** What a {@link LatencyHistogram} held at one moment; all zero if it was empty. */
final class LatencyStatistics extends HistogramStatistics {
  private final Histogram histogram;

  LatencyStatistics(Histogram histogram) {
    this.histogram = histogram;
  }

  @Override
  public double getQuantile(double quantile) {
    return histogram.getValueAtPercentile(100 * quantile);
  }

  /** Each value once, however often it was recorded: the sample is kept as counts. */
  @Override
  public long[] getValues() {
    return StreamSupport.stream(histogram.recordedValues().spliterator(), false)
        .mapToLong(HistogramIterationValue::getValueIteratedTo)
        .toArray();
  }

  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, histogram.getTotalCount());
  }

  @Override
  public double getMean() {
    return histogram.getTotalCount() == 0 ? 0 : histogram.getMean();
  }

  @Override
  public double getStdDev() {
    return histogram.getTotalCount() == 0 ? 0 : histogram.getStdDeviation();
  }

  @Override
  public long getMax() {
    return histogram.getMaxValue();
  }

  @Override
  public long getMin() {
    return histogram.getTotalCount() == 0 ? 0 : histogram.getMinValue();
  }
}
