package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How the stores are compared with the topics, and these with the state. */
public final class ReconcileOptions {
  public static final Option<Duration> INTERVAL =
      Option.millis(
          "reconcile.interval_ms",
          15_000,
          200,
          3_600_000,
          "Pause between two looks at all stores. A row is repaired when two looks found it wrong in"
              + " the same way, so that four of them should fit into the time in which it has to be.");

  public static final Option<Duration> QUERY_TIMEOUT =
      Option.millis(
          "reconcile.query_timeout_ms",
          8_000,
          100,
          9_000,
          "Longest query of a look: one reads a whole table in PostgreSQL, or a part of the collection"
              + " in Milvus. Below the ten seconds in which a task has to end.");

  public static final Option<Boolean> REPAIR =
      Option.flag(
          "reconcile.repair",
          true,
          "Whether wrong rows are repaired; otherwise they are logged and counted only.");

  public static final Option<Integer> MAX_REPAIRS =
      Option.count(
          "reconcile.max_repairs",
          1_000,
          1,
          100_000,
          "Rows of one block, the 256th part of a table, that one look repairs; a store that lost"
              + " more than that is better built again.");

  public static final Option<Duration> COUNT_INTERVAL =
      Option.millis(
          "reconcile.count_interval_ms",
          30_000,
          200,
          3_600_000,
          "Pause between two comparisons of how many offers PostgreSQL and the state hold.");

  public static final Option<Integer> EJECT_ABOVE =
      Option.count(
          "reconcile.eject_above",
          10_000,
          0,
          Integer.MAX_VALUE,
          "Offers by which they may differ; above it three times in a row, the query job is not ready"
              + " any more.");

  public static final Option<Integer> SERVE_BELOW =
      Option.count(
          "reconcile.serve_below",
          5_000,
          1,
          Integer.MAX_VALUE,
          "Offers; below it three times in a row, the query job is ready again.");

  public static final Option<Duration> TOPIC_PATIENCE =
      Option.millis(
          "reconcile.topic_patience_ms",
          20_000,
          0,
          3_600_000,
          "How long a topic may say something else than the state of the job that writes it, as it"
              + " does while a record is on its way there and back; what lasts longer is published"
              + " once more. 0: topics are not compared.");

  static final List<Option<?>> ALL =
      List.of(
          INTERVAL,
          QUERY_TIMEOUT,
          REPAIR,
          MAX_REPAIRS,
          COUNT_INTERVAL,
          EJECT_ABOVE,
          SERVE_BELOW,
          TOPIC_PATIENCE);

  private ReconcileOptions() {}
}
