package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.BatchLimits;
import io.imgsrch.sinks.batch.BatchingSink;
import io.imgsrch.sinks.batch.FlushFailpoints;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;

/** The sink into Milvus. Changes of one picture have to come to one subtask, in their order. */
public final class MilvusSink {
  /** Well below the 64 MiB that Milvus takes in one request. */
  private static final long BATCH_BYTES = 16L * 1024 * 1024;

  private static final Duration CLOSE = Duration.ofSeconds(10);

  private MilvusSink() {}

  /**
   * Makes the sink.
   *
   * @param dimension of the model's vectors
   */
  public static Sink<VectorChange> of(Settings settings, int dimension) {
    return new BatchingSink<>(
        "collection %s of %s"
            .formatted(settings.get(MilvusOptions.COLLECTION), MilvusClients.name(settings)),
        settings,
        (options, secrets) -> MilvusStore.open(options, secrets, dimension),
        new VectorRows(),
        limits(settings),
        new FlushFailpoints(Failpoint.MILVUS_FLUSH, Failpoint.MILVUS_FLUSHED));
  }

  static BatchLimits limits(Settings settings) {
    return new BatchLimits(
        settings.get(MilvusOptions.BATCH_SIZE),
        BATCH_BYTES,
        settings.get(MilvusOptions.FLUSH_INTERVAL),
        settings.get(MilvusOptions.FLUSH_TIMEOUT),
        settings
            .get(MilvusOptions.SETUP_TIMEOUT)
            .plus(settings.get(MilvusOptions.CONNECT_TIMEOUT).multipliedBy(2)),
        CLOSE,
        Backoff.ofOpening(settings),
        Backoff.DEFAULT);
  }
}
