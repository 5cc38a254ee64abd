package io.imgsrch.jobs;

import io.imgsrch.config.metric.LatencyHistogram;
import io.imgsrch.operators.query.EventLatency;
import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.mirror.Freshness;
import io.imgsrch.operators.query.mirror.Mirror;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * {@code event_to_searchable_ms} and {@code event_to_hidden_ms}, and the longest of each: a
 * histogram's quantiles leave that out.
 */
final class FreshnessMetrics {
  private final LatencyHistogram searchable = new LatencyHistogram();
  private final LatencyHistogram hidden = new LatencyHistogram();

  FreshnessMetrics(MetricGroup metrics) {
    register(metrics, "event_to_searchable", searchable);
    register(metrics, "event_to_hidden", hidden);
  }

  private static void register(MetricGroup metrics, String name, LatencyHistogram histogram) {
    metrics.histogram(name + "_ms", histogram);
    metrics.gauge(name + "_max_ms", (Gauge<Long>) () -> histogram.getStatistics().getMax());
  }

  /** Measures what a mirror comes to know from now on. */
  Freshness of(Mirror mirror) {
    return new Freshness(mirror, searchable, hidden, System::currentTimeMillis);
  }

  FreshnessReport report() {
    return new FreshnessReport(EventLatency.of(searchable), EventLatency.of(hidden));
  }
}
