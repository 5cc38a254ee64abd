package io.imgsrch.operators.query.serve;

import io.imgsrch.operators.metric.ConcurrentCounter;
import io.imgsrch.operators.query.AuditMetrics;
import java.util.Arrays;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * {@code search_recall_audit}, the mean of the last {@value #RECENT} audits, NaN before the first;
 * {@code search_recall_audits}; and {@code search_recall_alarms}, those that found too little.
 */
final class FlinkAuditMetrics implements AuditMetrics {
  static final int RECENT = 100;

  private final double[] recent = new double[RECENT];
  private final Counter audits;
  private final Counter alarms;
  private long count;

  FlinkAuditMetrics(MetricGroup group) {
    audits = group.counter("search_recall_audits", new ConcurrentCounter());
    alarms = group.counter("search_recall_alarms", new ConcurrentCounter());
    group.gauge("search_recall_audit", (Gauge<Double>) this::mean);
  }

  @Override
  public synchronized void audited(double recall, boolean alarming) {
    recent[(int) (count++ % RECENT)] = recall;
    audits.inc();
    if (alarming) {
      alarms.inc();
    }
  }

  private synchronized double mean() {
    return Arrays.stream(recent, 0, (int) Math.min(count, RECENT)).average().orElse(Double.NaN);
  }
}
