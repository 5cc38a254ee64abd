package io.imgsrch.sinks.progress;

import io.imgsrch.config.progress.Reporter;
import io.imgsrch.sinks.batch.WritesLater;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Reports a watermark once everything before it is acknowledged: a writer that can tell does so
 * later, another one is flushed.
 */
class ReportingWriter<T> implements SinkWriter<T> {
  private final SinkWriter<T> writer;
  private final Reporter reporter;
  private boolean unflushed;

  ReportingWriter(SinkWriter<T> writer, Reporter reporter) {
    this.writer = writer;
    this.reporter = reporter;
  }

  @Override
  public final void write(T element, Context context) throws IOException, InterruptedException {
    unflushed = true;
    writer.write(element, context);
  }

  @Override
  public final void flush(boolean endOfInput) throws IOException, InterruptedException {
    writer.flush(endOfInput);
    unflushed = false;
  }

  @Override
  public final void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
    writer.writeWatermark(watermark);
    if (writer instanceof WritesLater later) {
      later.whenWritten(() -> report(watermark));
      return;
    }
    if (unflushed) {
      flush(false);
    }
    report(watermark);
  }

  private void report(Watermark watermark) {
    reporter.report(watermark.getTimestamp(), Map.of());
  }

  @Override
  public final void close() throws Exception {
    try (reporter) {
      writer.close();
    }
  }
}
