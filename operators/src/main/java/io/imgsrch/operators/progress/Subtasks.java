package io.imgsrch.operators.progress;

import io.imgsrch.config.event.Progress;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.MetricGroup;

/** What subtasks say of themselves when they report. */
public final class Subtasks {
  /** Flink's name of {@code <execution graph>_<vertex>_<subtask>_<attempt>}. */
  static final String ATTEMPT_ID = "<task_attempt_id>";

  private Subtasks() {}

  /**
   * Of a subtask that has nothing behind it yet.
   *
   * <p>The run is told by the execution graph, which is another one after every submission and
   * every failure of the job manager, though the job may keep its id and attempts count from zero
   * again. Flink shows it to operators and sinks alike only among the variables of metrics.
   *
   * @param name of the topic that is read or written, or of the store
   * @throws IllegalStateException if Flink does not tell the run
   */
  public static Progress of(
      JobInfo job, TaskInfo task, MetricGroup metrics, Progress.Role role, String name) {
    var attemptId = metrics.getAllVariables().get(ATTEMPT_ID);
    int end = attemptId == null ? -1 : attemptId.indexOf('_');
    if (attemptId == null || end < 0) {
      throw new IllegalStateException(
          "Flink's metrics have no variable %s that begins with an execution graph, but %s: see how this version names runs"
              .formatted(ATTEMPT_ID, attemptId));
    }
    return Progress.none(
        job.getJobName(),
        attemptId.substring(0, end),
        task.getAttemptNumber(),
        role,
        name,
        task.getIndexOfThisSubtask(),
        task.getNumberOfParallelSubtasks());
  }
}
