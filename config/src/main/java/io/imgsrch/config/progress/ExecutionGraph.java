package io.imgsrch.config.progress;

import org.apache.flink.metrics.MetricGroup;

/** Flink's graph of the tasks that run. */
public final class ExecutionGraph {
  /** Flink's name of {@code <execution graph>_<vertex>_<subtask>_<attempt>}. */
  static final String ATTEMPT_ID = "<task_attempt_id>";

  private ExecutionGraph() {}

  /**
   * The id of the graph that a task is part of: another one after every submission and every
   * failure of the job manager, though the job may keep its id and attempts count from zero again.
   * Flink shows it to operators and sinks alike only among the variables of metrics.
   *
   * @param metrics of the task
   * @throws IllegalStateException if it is not there
   */
  public static String id(MetricGroup metrics) {
    var attempt = metrics.getAllVariables().get(ATTEMPT_ID);
    int end = attempt == null ? -1 : attempt.indexOf('_');
    if (attempt == null || end < 0) {
      throw new IllegalStateException(
          "Flink's metrics have no variable %s that begins with an execution graph, but '%s': see how this version names attempts"
              .formatted(ATTEMPT_ID, attempt));
    }
    return attempt.substring(0, end);
  }
}
