package io.imgsrch.operators.query;

import io.imgsrch.config.metric.LatencyHistogram;

/**
 * How long events took to be obeyed: of all of the last one to two minutes, in milliseconds; 0 if
 * there was none.
 *
 * @param count of all events since the server began
 */
public record EventLatency(long count, long p50, long p99, long max) {
  public static final EventLatency NONE = new EventLatency(0, 0, 0, 0);

  public static EventLatency of(LatencyHistogram histogram) {
    var statistics = histogram.getStatistics();
    return new EventLatency(
        histogram.getCount(),
        Math.round(statistics.getQuantile(0.5)),
        Math.round(statistics.getQuantile(0.99)),
        statistics.getMax());
  }
}
