package io.imgsrch.operators.query.state;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Keeps counters by name. */
final class KeptCounters extends UnregisteredMetricsGroup {
  private final Map<String, Counter> counters = new HashMap<>();

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    counters.put(name, counter);
    return counter;
  }

  long count(String name) {
    return requireNonNull(counters.get(name), name).getCount();
  }
}
