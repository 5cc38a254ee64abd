package io.imgsrch.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** The gauges by name. */
final class Gauges extends UnregisteredMetricsGroup {
  private final Map<String, Gauge<?>> byName = new HashMap<>();

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    byName.put(name, gauge);
    return gauge;
  }

  long value(String name) {
    return ((Number) Objects.requireNonNull(byName.get(name)).getValue()).longValue();
  }
}
