package io.imgsrch.config.metric;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Recorder;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * A histogram of whole numbers from 0 to 3,600,000, such as milliseconds, to two significant
 * digits; greater values count as the greatest. Any thread may update it, without waiting. Its
 * count is of all values ever; its statistics are of the last one to two minutes, as long as
 * somebody reads them at least once a minute.
 */
public final class LatencyHistogram implements Histogram {
  private static final long GREATEST = TimeUnit.HOURS.toMillis(1);
  private static final int DIGITS = 2;
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Recorder recorder = new Recorder(GREATEST, DIGITS);
  private final LongAdder count = new LongAdder();
  private final LongSupplier nanoClock;
  private org.HdrHistogram.Histogram previous = new org.HdrHistogram.Histogram(GREATEST, DIGITS);
  private org.HdrHistogram.Histogram current = new org.HdrHistogram.Histogram(GREATEST, DIGITS);
  private long currentSince;

  public LatencyHistogram() {
    this(System::nanoTime);
  }

  LatencyHistogram(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.currentSince = nanoClock.getAsLong();
  }

  @Override
  public void update(long value) {
    recorder.recordValue(Math.max(0, Math.min(GREATEST, value)));
    count.increment();
  }

  @Override
  public long getCount() {
    return count.sum();
  }

  @Override
  public synchronized HistogramStatistics getStatistics() {
    current.add(recorder.getIntervalHistogram());
    var both = previous.copy();
    both.add(current);
    long now = nanoClock.getAsLong();
    if (now - currentSince >= WINDOW_NANOS) {
      previous = current;
      current = new org.HdrHistogram.Histogram(GREATEST, DIGITS);
      currentSince = now;
    }
    return new LatencyStatistics(both);
  }
}
