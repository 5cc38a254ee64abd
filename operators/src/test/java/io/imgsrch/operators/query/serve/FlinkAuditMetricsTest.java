package io.imgsrch.operators.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class FlinkAuditMetricsTest {
  private final Map<String, Counter> counters = new HashMap<>();
  private final Map<String, Gauge<?>> gauges = new HashMap<>();
  private final FlinkAuditMetrics metrics =
      new FlinkAuditMetrics(
          new UnregisteredMetricsGroup() {
            @Override
            public <C extends Counter> C counter(String name, C counter) {
              counters.put(name, counter);
              return counter;
            }

            @Override
            public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
              gauges.put(name, gauge);
              return gauge;
            }
          });

  @Test
  void theMeanIsOfTheLastAudits() {
    assertThat(mean()).isNaN();
    metrics.audited(0.5, true);
    metrics.audited(1, false);
    assertThat(mean()).isEqualTo(0.75);
    for (int i = 0; i < FlinkAuditMetrics.RECENT; i++) {
      metrics.audited(0.9, false);
    }
    assertThat(mean()).isBetween(0.899, 0.901);
    assertThat(count("search_recall_audits")).isEqualTo(FlinkAuditMetrics.RECENT + 2);
    assertThat(count("search_recall_alarms")).isEqualTo(1);
  }

  private double mean() {
    return (Double) Objects.requireNonNull(gauges.get("search_recall_audit")).getValue();
  }

  private long count(String name) {
    return Objects.requireNonNull(counters.get(name)).getCount();
  }
}
