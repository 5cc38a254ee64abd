package io.imgsrch.sinks.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import org.HdrHistogram.Recorder;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * Latencies in milliseconds over the last minute or so, within 1 %, whatever number of reporters
 * reads them. Recording takes no lock.
 */
public final class LatencyHistogram implements Histogram {
  private static final long HIGHEST_MILLIS = Duration.ofHours(1).toMillis();
  private static final long SLICE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int SLICES = 6;

  private final Recorder recorder = new Recorder(HIGHEST_MILLIS, 2);
  private final ArrayDeque<org.HdrHistogram.Histogram> slices = new ArrayDeque<>();
  private long sliceStart = System.nanoTime();
  private long countBeforeSlices;

  @Override
  public void update(long millis) {
    recorder.recordValue(Math.max(0, Math.min(millis, HIGHEST_MILLIS)));
  }

  @Override
  public synchronized long getCount() {
    return countBeforeSlices + window().getTotalCount();
  }

  @Override
  public synchronized HistogramStatistics getStatistics() {
    return new Statistics(window());
  }

  private org.HdrHistogram.Histogram window() {
    var now = System.nanoTime();
    if (slices.isEmpty() || now - sliceStart > SLICE_NANOS) {
      slices.addLast(new org.HdrHistogram.Histogram(HIGHEST_MILLIS, 2));
      sliceStart = now;
    }
    slices.getLast().add(recorder.getIntervalHistogram());
    while (slices.size() > SLICES) {
      countBeforeSlices += slices.removeFirst().getTotalCount();
    }
    var sum = new org.HdrHistogram.Histogram(HIGHEST_MILLIS, 2);
    slices.forEach(sum::add);
    return sum;
  }

  private static final class Statistics extends HistogramStatistics {
    private final org.HdrHistogram.Histogram window;

    private Statistics(org.HdrHistogram.Histogram window) {
      this.window = window;
    }

    @Override
    public double getQuantile(double quantile) {
      return window.getValueAtPercentile(quantile * 100);
    }

    /** Empty: the single values are not kept. */
    @Override
    public long[] getValues() {
      return new long[0];
    }

    @Override
    public int size() {
      return (int) Math.min(window.getTotalCount(), Integer.MAX_VALUE);
    }

    @Override
    public double getMean() {
      return window.getMean();
    }

    @Override
    public double getStdDev() {
      return window.getStdDeviation();
    }

    @Override
    public long getMax() {
      return window.getMaxValue();
    }

    @Override
    public long getMin() {
      return window.getTotalCount() == 0 ? 0 : window.getMinValue();
    }
  }
}
