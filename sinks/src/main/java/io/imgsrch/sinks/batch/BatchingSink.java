package io.imgsrch.sinks.batch;

import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that writes at least once, in batches, and flushes in each checkpoint: with idempotent or
 * versioned writes each row's effect is exact. Rows of one key must come to one subtask.
 */
public final class BatchingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final Settings settings;
  private final BatchStoreFactory<T> factory;
  private final BatchRows<T> rows;
  private final BatchLimits limits;
  private final FlushFailpoints failpoints;

  /**
   * @param name the store and its address, for errors and logs
   * @param settings for the factory
   */
  public BatchingSink(
      String name,
      Settings settings,
      BatchStoreFactory<T> factory,
      BatchRows<T> rows,
      BatchLimits limits,
      FlushFailpoints failpoints) {
    this.name = name;
    this.settings = settings;
    this.factory = factory;
    this.rows = rows;
    this.limits = limits;
    this.failpoints = failpoints;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    var thread =
        StoreThread.open(name, limits, () -> factory.open(settings, Secrets.from(System.getenv())));
    return new BatchingWriter<>(
        name,
        thread,
        rows,
        limits,
        failpoints,
        context.getMailboxExecutor(),
        context.getProcessingTimeService(),
        context.metricGroup());
  }
}
