package io.imgsrch.operators.query.serve;

import io.imgsrch.config.metric.LatencyHistogram;
import io.imgsrch.operators.metric.ConcurrentCounter;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.SearchMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;

/** {@code searches}, {@code search_errors} by {@code code}, and {@code search_latency_ms}. */
final class FlinkSearchMetrics implements SearchMetrics {
  private final Counter searches;
  private final Histogram latency;
  private final Map<ErrorCode, Counter> errors = new EnumMap<>(ErrorCode.class);

  FlinkSearchMetrics(MetricGroup group) {
    searches = group.counter("searches", new ConcurrentCounter());
    latency = group.histogram("search_latency_ms", new LatencyHistogram());
    for (var code : ErrorCode.values()) {
      errors.put(
          code,
          group.addGroup("code", code.name()).counter("search_errors", new ConcurrentCounter()));
    }
  }

  @Override
  public void answered(long millis) {
    searches.inc();
    latency.update(millis);
  }

  @Override
  public void failed(ErrorCode code) {
    Objects.requireNonNull(errors.get(code)).inc();
  }
}
