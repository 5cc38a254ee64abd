package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** The archive. */
public final class PostgresOptions {
  public static final Option<String> URL =
      Option.text(
          "postgres.url",
          "jdbc:postgresql://127.0.0.1:15432/imgsrch",
          "JDBC address; the password comes from IMGSRCH_SECRET_PG_PASSWORD.");

  public static final Option<String> USER = Option.text("postgres.user", "imgsrch", "User.");

  public static final Option<String> SCHEMA =
      Option.text("postgres.schema", "imgsrch", "Schema; created when missing.");

  public static final Option<Integer> POOL_MIN =
      Option.count("postgres.pool_min", 2, 0, 64, "Idle connections kept per task.");

  public static final Option<Integer> POOL_MAX =
      Option.count("postgres.pool_max", 5, 1, 64, "Connections per task, at the most.");

  public static final Option<Duration> LEAK_DETECTION =
      Option.millis(
          "postgres.leak_detection_ms",
          10_000,
          2_000,
          600_000,
          "A connection held longer is reported as leaked.");

  public static final Option<Integer> BATCH_SIZE =
      Option.count("postgres.batch_size", 500, 1, 10_000, "Rows in one transaction.");

  public static final Option<Duration> FLUSH_INTERVAL =
      Option.millis(
          "postgres.flush_interval_ms", 200, 1, 60_000, "Longest wait of a row for others.");

  public static final Option<Duration> FLUSH_TIMEOUT =
      Option.millis(
          "postgres.flush_timeout_ms",
          5_000,
          100,
          600_000,
          "Longest flush in a checkpoint; beyond it the checkpoint fails.");

  public static final Option<Duration> STATEMENT_TIMEOUT =
      Option.millis(
          "postgres.statement_timeout_ms",
          4_000,
          50,
          600_000,
          "Longest statement; must stay below the flush timeout.");

  static final List<Option<?>> ALL =
      List.of(
          URL,
          USER,
          SCHEMA,
          POOL_MIN,
          POOL_MAX,
          LEAK_DETECTION,
          BATCH_SIZE,
          FLUSH_INTERVAL,
          FLUSH_TIMEOUT,
          STATEMENT_TIMEOUT);

  private PostgresOptions() {}
}
