package io.imgsrch.sinks.batch;

import io.imgsrch.config.metric.LatencyHistogram;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a writer counts.
 *
 * @param upserts rows that the store has taken, deletions too
 * @param batches that the store has taken
 * @param flushFailures batches given up, and flushes that came too late
 * @param flushTimeouts those of them that came too late
 * @param retries attempts after a batch's first
 * @param latency of a batch, all its attempts included, in milliseconds
 */
record BatchMetrics(
    Counter upserts,
    Counter batches,
    Counter flushFailures,
    Counter flushTimeouts,
    Counter retries,
    LatencyHistogram latency) {

  static BatchMetrics register(MetricGroup group, Supplier<Integer> buffered) {
    Gauge<Integer> gauge = buffered::get;
    group.gauge("buffered", gauge);
    return new BatchMetrics(
        group.counter("upserts"),
        group.counter("batches"),
        group.counter("flush_failures"),
        group.counter("flush_timeouts"),
        group.counter("retries"),
        group.histogram("batch_latency_ms", new LatencyHistogram()));
  }
}
