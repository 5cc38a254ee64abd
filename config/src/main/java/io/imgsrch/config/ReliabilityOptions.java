package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How the jobs stand what fails in passing. */
public final class ReliabilityOptions {
  public static final Option<Integer> INIT_MAX_RETRIES =
      Option.count(
          "reliability.init_retry.max_retries",
          5,
          0,
          100,
          "Further attempts to open a client of Milvus, PostgreSQL or Kafka when the first one fails;"
              + " then the job fails, and Flink's restart strategy decides.");

  public static final Option<Duration> INIT_BASE_DELAY =
      Option.seconds(
          "reliability.init_retry.base_delay_s",
          1,
          0,
          3_600,
          "Longest wait before the second attempt; doubles with each further one.");

  public static final Option<Duration> INIT_MAX_DELAY =
      Option.seconds(
          "reliability.init_retry.max_delay_s", 30, 0, 3_600, "Longest wait between two attempts.");

  static final List<Option<?>> ALL = List.of(INIT_MAX_RETRIES, INIT_BASE_DELAY, INIT_MAX_DELAY);

  private ReliabilityOptions() {}
}
