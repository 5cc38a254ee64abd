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

  public static final Option<Integer> REPLAY_MAX_RETRIES =
      Option.count(
          "reliability.replay.max_retries",
          10,
          0,
          100,
          "Further attempts, one at a time, at a picture that became a dead letter because its host"
              + " failed in passing; 0 leaves it to imgsrch dead-letters replay.");

  public static final Option<Duration> REPLAY_BASE_DELAY =
      Option.seconds(
          "reliability.replay.base_delay_s",
          30,
          1,
          86_400,
          "Longest wait before the first of them; doubles with each further one.");

  public static final Option<Duration> REPLAY_MAX_DELAY =
      Option.seconds(
          "reliability.replay.max_delay_s", 3_600, 1, 604_800, "Longest wait between two of them.");

  public static final Option<Integer> REPLAY_IN_FLIGHT =
      Option.count(
          "reliability.replay.in_flight",
          8,
          1,
          1_024,
          "Products per subtask whose failed pictures are tried again at a time; a further one waits"
              + " once more.");

  static final List<Option<?>> ALL =
      List.of(
          INIT_MAX_RETRIES,
          INIT_BASE_DELAY,
          INIT_MAX_DELAY,
          REPLAY_MAX_RETRIES,
          REPLAY_BASE_DELAY,
          REPLAY_MAX_DELAY,
          REPLAY_IN_FLIGHT);

  private ReliabilityOptions() {}
}
