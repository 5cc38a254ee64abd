package io.imgsrch.operators.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.operators.Events;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class GuardTest {
  private KeyedOneInputStreamOperatorTestHarness<String, ProductEvent, ProductEvent> harness()
      throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedProcessFunction(
        new Guard(), ProductEvent::key, Types.STRING);
  }

  @Test
  void stopsWhatIsSupersededAndAcceptsAnEqualRevisionAgain() throws Exception {
    try (var harness = harness()) {
      harness.processElement(Events.upsert("p", 2, "u"), 0);
      harness.processElement(Events.upsert("p", 1, "u"), 0);
      harness.processElement(Events.upsert("p", 2, "u"), 0);
      harness.processElement(Events.upsert("other", 1, "u"), 0);

      assertThat(versions(harness.extractOutputValues())).containsExactly(2L, 2L, 1L);
      assertThat(harness.getSideOutput(Guard.ANNOUNCED)).hasSize(3);
      assertThat(harness.getSideOutput(Guard.ANNOUNCED))
          .allSatisfy(announced -> assertThat(announced.getValue().source()).isEmpty());
    }
  }

  @Test
  void announcesADeletionAndFetchesNothingForIt() throws Exception {
    try (var harness = harness()) {
      harness.processElement(Events.deletion("p", 5), 0);
      harness.processElement(Events.upsert("p", 4, "u"), 0);
      harness.processElement(Events.upsert("p", 5, "u"), 0);

      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(harness.getSideOutput(Guard.ANNOUNCED)).hasSize(1);
    }
  }

  @Test
  void remembersADeletionAfterARestart() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var harness = harness()) {
      harness.processElement(Events.deletion("p", 5), 0);
      checkpoint = harness.snapshot(1, 1);
    }
    try (var restored =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Guard()), ProductEvent::key, Types.STRING)) {
      restored.setup();
      restored.initializeState(checkpoint);
      restored.open();
      restored.processElement(Events.upsert("p", 4, "u"), 0);
      restored.processElement(Events.upsert("p", 6, "u"), 0);
      assertThat(versions(restored.extractOutputValues())).containsExactly(6L);
    }
  }

  private static List<Long> versions(List<ProductEvent> events) {
    return events.stream().map(event -> event.revision().version()).toList();
  }
}
