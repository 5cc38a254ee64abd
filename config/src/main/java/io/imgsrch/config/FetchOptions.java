package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How pictures are fetched. */
public final class FetchOptions {
  public static final Option<List<String>> ALLOWED_HOSTS =
      Option.list(
          "fetch.allowed_hosts",
          "127.0.0.1:18082",
          "The host:port pairs that pictures may come from, redirects included; no other address"
              + " is ever contacted.");

  public static final Option<Integer> MAX_PICTURE_BYTES =
      Option.bytes(
          "fetch.max_picture_bytes",
          5 * 1024 * 1024,
          1024,
          64 * 1024 * 1024,
          "Largest picture, encoded.");

  public static final Option<Integer> MAX_PICTURE_PIXELS =
      Option.count(
          "fetch.max_picture_pixels",
          50_000_000,
          1,
          500_000_000,
          "Largest picture, width times height; read from its header before it is decoded.");

  public static final Option<Integer> EVENTS_IN_FLIGHT =
      Option.count(
          "fetch.events_in_flight",
          32,
          1,
          4096,
          "Events per subtask whose pictures are on the way.");

  public static final Option<Integer> BYTES_IN_FLIGHT =
      Option.bytes(
          "fetch.in_flight_bytes",
          64 * 1024 * 1024,
          1024 * 1024,
          Integer.MAX_VALUE,
          "Bytes per subtask that pictures on the way may take; one event alone may take more.");

  public static final Option<Duration> CONNECT_TIMEOUT =
      Option.millis(
          "fetch.connect_timeout_ms", 3_000, 10, 60_000, "Time to connect to a picture's host.");

  public static final Option<Duration> REQUEST_TIMEOUT =
      Option.millis(
          "fetch.request_timeout_ms",
          10_000,
          10,
          120_000,
          "Time for one request, from the first byte sent to the last received.");

  public static final Option<Integer> MAX_ATTEMPTS =
      Option.count(
          "fetch.max_attempts", 3, 1, 20, "Attempts at a picture whose host fails in passing.");

  public static final Option<Duration> RETRY_DELAY =
      Option.millis(
          "fetch.retry_delay_ms",
          500,
          1,
          60_000,
          "Pause before the second attempt; doubles with each further one.");

  static final List<Option<?>> ALL =
      List.of(
          ALLOWED_HOSTS,
          MAX_PICTURE_BYTES,
          MAX_PICTURE_PIXELS,
          EVENTS_IN_FLIGHT,
          BYTES_IN_FLIGHT,
          CONNECT_TIMEOUT,
          REQUEST_TIMEOUT,
          MAX_ATTEMPTS,
          RETRY_DELAY);

  private FetchOptions() {}
}
