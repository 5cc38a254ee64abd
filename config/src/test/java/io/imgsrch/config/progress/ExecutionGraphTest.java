package io.imgsrch.config.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ExecutionGraphTest {
  private static final String GRAPH = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void itsIdBeginsThatOfTheAttempt() {
    var attempt = GRAPH + "_00f067aa0ba902b700f067aa0ba902b7_1_3";
    assertThat(ExecutionGraph.id(metrics(attempt))).isEqualTo(GRAPH);
  }

  @Test
  void whereFlinkDoesNotTellItNothingIsGuessed() {
    for (var metrics : new MetricGroup[] {new UnregisteredMetricsGroup(), metrics(GRAPH)}) {
      assertThatThrownBy(() -> ExecutionGraph.id(metrics))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(ExecutionGraph.ATTEMPT_ID);
    }
  }

  private static MetricGroup metrics(String attempt) {
    return new UnregisteredMetricsGroup() {
      @Override
      public Map<String, String> getAllVariables() {
        return Map.of(ExecutionGraph.ATTEMPT_ID, attempt);
      }
    };
  }
}
