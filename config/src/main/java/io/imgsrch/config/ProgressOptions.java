package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How the jobs tell how far they are. */
public final class ProgressOptions {
  public static final Option<Duration> INTERVAL =
      Option.millis(
          "progress.interval_ms",
          200,
          10,
          60_000,
          "Time between two reports of how far the index job and the validity job are; a search with"
              + " min_position waits for up to two of them, and each makes the sinks flush.");

  static final List<Option<?>> ALL = List.of(INTERVAL);

  private ProgressOptions() {}
}
