package io.imgsrch.operators.query.serve;

import io.imgsrch.operators.query.SearchService.CatalogueAge;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far the streams of the catalogue were read. Written by one thread, read by any. */
public final class StreamProgress implements CatalogueAge {
  private static final long NONE = Long.MIN_VALUE;

  private final LongSupplier clockMillis;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong newestMillis = new AtomicLong(NONE);

  /**
   * @param clockMillis milliseconds since the epoch
   */
  public StreamProgress(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  void read(Change change) {
    newestMillis.accumulateAndGet(change.timestampMillis(), Math::max);
    changes.incrementAndGet();
  }

  /** Changes read. */
  public long changes() {
    return changes.get();
  }

  /** Never negative, even where the broker's clock is ahead of ours. */
  @Override
  public @Nullable Long millis() {
    long newest = newestMillis.get();
    return newest == NONE ? null : Math.max(0, clockMillis.getAsLong() - newest);
  }
}
