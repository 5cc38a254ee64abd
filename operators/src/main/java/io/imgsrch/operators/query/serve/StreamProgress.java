package io.imgsrch.operators.query.serve;

import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.LiveFigures;
import io.imgsrch.operators.query.SearchService.CatalogueAge;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far the streams of the catalogue were read. Written by one thread, read by any. */
public final class StreamProgress implements CatalogueAge {
  private static final long NONE = Long.MIN_VALUE;

  private final LongSupplier clockMillis;
  private final AtomicLong offers = new AtomicLong();
  private final AtomicLong embedded = new AtomicLong();
  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong deadLetters = new AtomicLong();
  private final AtomicLong newestMillis = new AtomicLong(NONE);
  private volatile boolean ejected;

  /**
   * @param clockMillis milliseconds since the epoch
   */
  public StreamProgress(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  void read(Change change) {
    switch (change.topic()) {
      case OFFERS -> changed(offers, 1, change);
      case IMAGES -> changed(embedded, change.pictures(), change);
      case LISTINGS -> listed.addAndGet(change.pictures());
      case SERVING -> ejected = change.ejected();
      case DEAD_LETTERS -> deadLetters.incrementAndGet();
      case AVAILABILITY, PROGRESS -> {} // the former is seen when it has become an offer
      case PRODUCTS, BITMAPS, REPAIRS ->
          throw new IllegalArgumentException("not followed: " + change);
    }
  }

  private void changed(AtomicLong counter, int count, Change change) {
    newestMillis.accumulateAndGet(change.timestampMillis(), Math::max);
    counter.addAndGet(count);
  }

  /** Changes of what a search sees: of offers and of embedded pictures. */
  public long changes() {
    return offers.get() + embedded.get();
  }

  /** Whether the reconcile job decided that searches are not to be answered. */
  boolean ejected() {
    return ejected;
  }

  LiveFigures figures(FreshnessReport freshness) {
    return new LiveFigures(
        changes(), listed.get(), embedded.get(), deadLetters.get(), millis(), freshness);
  }

  /** Never negative, even where the broker's clock is ahead of ours. */
  @Override
  public @Nullable Long millis() {
    long newest = newestMillis.get();
    return newest == NONE ? null : Math.max(0, clockMillis.getAsLong() - newest);
  }
}
