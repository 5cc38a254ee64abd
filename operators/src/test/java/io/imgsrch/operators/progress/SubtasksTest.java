package io.imgsrch.operators.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Progress;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.JobInfoImpl;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.junit.jupiter.api.Test;

class SubtasksTest {
  private static final JobInfo JOB = new JobInfoImpl(new JobID(1, 2), "imgsrch-index");
  private static final TaskInfo TASK = new TaskInfoImpl("task", 8, 1, 2, 3);

  @Test
  void theRunIsThatOfTheExecutionGraph() {
    var attempt = ExecutionAttemptID.randomId();
    var report = Subtasks.of(JOB, TASK, metrics(attempt.toString()), Progress.Role.SINK, "milvus");
    assertThat(report.execution()).isEqualTo(attempt.getExecutionGraphId().toString());
    assertThat(report)
        .isEqualTo(
            Progress.none(
                "imgsrch-index", report.execution(), 3, Progress.Role.SINK, "milvus", 1, 2));
  }

  @Test
  void flinkStillNamesTheAttemptSo() {
    assertThat(Subtasks.ATTEMPT_ID).isEqualTo(ScopeFormat.SCOPE_TASK_ATTEMPT_ID);
    assertThat(
            UnregisteredMetricGroups.createUnregisteredTaskMetricGroup()
                .getAllVariables()
                .get(Subtasks.ATTEMPT_ID))
        .matches("[0-9a-f]{32}_.*");
  }

  @Test
  void whereFlinkDoesNotTellTheRunNothingIsReported() {
    for (var metrics : new MetricGroup[] {new UnregisteredMetricsGroup(), metrics("x")}) {
      assertThatThrownBy(() -> Subtasks.of(JOB, TASK, metrics, Progress.Role.SINK, "milvus"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Subtasks.ATTEMPT_ID);
    }
  }

  private static MetricGroup metrics(String attemptId) {
    return new UnregisteredMetricsGroup() {
      @Override
      public Map<String, String> getAllVariables() {
        return Map.of(Subtasks.ATTEMPT_ID, attemptId);
      }
    };
  }
}
