package io.imgsrch.sinks.postgres;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.BatchLimits;
import io.imgsrch.sinks.batch.BatchingSink;
import io.imgsrch.sinks.batch.FlushFailpoints;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;

/** Sinks into the archive. Rows of one key have to come to one subtask, in their order. */
public final class PostgresSinks {
  private static final long BATCH_BYTES = 8L * 1024 * 1024;
  private static final Duration OPEN = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(15);

  private PostgresSinks() {}

  /** Into the table {@code offers}: never back to an older content or availability. */
  public static Sink<Offer> offers(Settings settings) {
    return sink(settings, new OfferTable());
  }

  /** Into the table {@code images}. */
  public static Sink<ImageVector> images(Settings settings) {
    return sink(settings, new ImageTable());
  }

  /** Into the table {@code bitmaps}: never back to an earlier record of the topic. */
  public static Sink<ArchivedBitmap> bitmaps(Settings settings) {
    return sink(settings, new BitmapTable());
  }

  private static <T> Sink<T> sink(Settings settings, ArchiveTable<T> table) {
    return new BatchingSink<>(
        table.name() + " in " + PostgresPools.name(settings),
        settings,
        (options, secrets) -> PostgresStore.open(options, secrets, table),
        table,
        limits(settings),
        new FlushFailpoints(Failpoint.POSTGRES_FLUSH, Failpoint.POSTGRES_FLUSHED));
  }

  static BatchLimits limits(Settings settings) {
    return new BatchLimits(
        settings.get(PostgresOptions.BATCH_SIZE),
        BATCH_BYTES,
        settings.get(PostgresOptions.FLUSH_INTERVAL),
        settings.get(PostgresOptions.FLUSH_TIMEOUT),
        OPEN,
        CLOSE,
        Backoff.ofOpening(settings),
        Backoff.DEFAULT);
  }
}
