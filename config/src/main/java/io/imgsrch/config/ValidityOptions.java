package io.imgsrch.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How what is on sale is kept. */
public final class ValidityOptions {
  public static final Option<Duration> BITMAP_INTERVAL =
      Option.millis(
          "validity.bitmap_interval_ms",
          200,
          1,
          60_000,
          "Least time between two records of catalog.bitmaps for the same picture.");

  public static final Option<Optional<PortRange>> READ_PORTS =
      Option.ports(
          "validity.read_ports",
          "0",
          "Ports at which each subtask that holds offers answers searches itself; as many as a task"
              + " manager has slots, and to be reached from where the query job runs. none: searches"
              + " read by Flink's proxies, which is slower.");

  static final List<Option<?>> ALL = List.of(BITMAP_INTERVAL, READ_PORTS);

  private ValidityOptions() {}
}
