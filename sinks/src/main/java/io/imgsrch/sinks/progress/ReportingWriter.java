package io.imgsrch.sinks.progress;

import io.imgsrch.config.progress.Reporter;
import io.imgsrch.sinks.batch.WritesLater;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Reports a watermark once everything before it is acknowledged: a writer that can tell does so
 * later, another one is flushed beside the task, which never waits for an acknowledgement here.
 */
class ReportingWriter<T> implements SinkWriter<T> {
  private final SinkWriter<T> writer;
  private final Reporter reporter;
  private final BackgroundFlush flushes;
  private boolean unflushed;

  /**
   * @param writer may be flushed by another thread while it writes, unless it {@link WritesLater}
   */
  ReportingWriter(SinkWriter<T> writer, Reporter reporter, MailboxExecutor mailbox) {
    this.writer = writer;
    this.reporter = reporter;
    flushes =
        new BackgroundFlush(() -> writer.flush(false), mailbox, "flush of " + reporter.name());
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
    if (unflushed || flushes.isRunning()) {
      unflushed = false;
      flushes.then(() -> report(watermark));
    } else {
      report(watermark);
    }
  }

  private void report(Watermark watermark) {
    reporter.report(watermark.getTimestamp(), Map.of());
  }

  @Override
  public final void close() throws Exception {
    try (reporter) {
      flushes.close();
      writer.close();
    }
  }
}
