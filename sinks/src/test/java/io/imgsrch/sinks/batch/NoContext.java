package io.imgsrch.sinks.batch;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;

/** Of a row without a time. */
final class NoContext implements SinkWriter.Context {
  @Override
  public long currentWatermark() {
    return Long.MIN_VALUE;
  }

  @Override
  public @Nullable Long timestamp() {
    return null;
  }
}
