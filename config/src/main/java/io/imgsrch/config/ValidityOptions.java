package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How what is on sale is kept. */
public final class ValidityOptions {
  public static final Option<Duration> BITMAP_INTERVAL =
      Option.millis(
          "validity.bitmap_interval_ms",
          200,
          1,
          60_000,
          "Least time between two records of catalog.bitmaps for the same picture.");

  static final List<Option<?>> ALL = List.of(BITMAP_INTERVAL);

  private ValidityOptions() {}
}
