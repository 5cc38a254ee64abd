package io.imgsrch.operators.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.Events;
import io.imgsrch.operators.assemble.ImageReference;
import java.time.Duration;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class DeduplicateTest {
  private static final Duration RETENTION = Duration.ofDays(30);

  @Test
  void asksForAPictureOnceHoweverManyShowIt() throws Exception {
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new Deduplicate(RETENTION), ImageReference::imagePk, Types.STRING)) {
      harness.processElement(Events.added("a", "1/p", 1), 0);
      harness.processElement(Events.added("a", "2/q", 2), 0);
      harness.processElement(Events.removed("a", "1/p", 3), 0);
      harness.processElement(Events.added("a", "1/p", 4), 0);
      harness.processElement(Events.added("b", "1/p", 5), 0);

      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS))
          .extracting(request -> request.getValue().imagePk())
          .containsExactly(Events.imagePk("a"), Events.imagePk("b"));
      assertThat(harness.extractOutputValues())
          .hasSize(5)
          .allSatisfy(reference -> assertThat(reference.bytes()).isEmpty());
    }
  }

  @Test
  void aRemovalAloneAsksForNothing() throws Exception {
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new Deduplicate(RETENTION), ImageReference::imagePk, Types.STRING)) {
      harness.processElement(Events.removed("a", "1/p", 1), 0);
      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS)).isNull();
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void asksAgainForWhatNobodyShowedForNearlyTheRetentionTime() throws Exception {
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new Deduplicate(RETENTION), ImageReference::imagePk, Types.STRING)) {
      harness.processElement(Events.added("a", "1/p", 1), 0);
      harness.processElement(Events.added("a", "2/q", 2), 0);
      harness.processElement(Events.removed("a", "1/p", 3), 0);
      harness.setProcessingTime(Duration.ofDays(40).toMillis());
      harness.processElement(Events.added("a", "3/r", 4), 0);
      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS)).hasSize(1);

      harness.processElement(Events.removed("a", "2/q", 5), 0);
      harness.processElement(Events.removed("a", "3/r", 6), 0);
      harness.setProcessingTime(Duration.ofDays(60).toMillis());
      harness.processElement(Events.added("a", "1/p", 7), 0);
      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS)).hasSize(1);

      harness.processElement(Events.removed("a", "1/p", 8), 0);
      harness.setProcessingTime(Duration.ofDays(87).toMillis());
      assertThat(harness.numKeyedStateEntries()).isZero();
      harness.processElement(Events.added("a", "1/p", 9), 0);
      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS)).hasSize(2);
    }
  }

  /** State of before pictures were forgotten knows what was asked for, and not who shows it. */
  @Test
  void stateOfAnOlderVersionIsTakenOver() throws Exception {
    OperatorSubtaskState old;
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new AskedOnly(), ImageReference::imagePk, Types.STRING)) {
      harness.processElement(Events.added("a", "1/p", 1), 0);
      old = harness.snapshot(1, 1);
    }
    var operator = new KeyedProcessOperator<>(new Deduplicate(RETENTION));
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator, ImageReference::imagePk, Types.STRING)) {
      harness.setup();
      harness.initializeState(old);
      harness.open();
      harness.processElement(Events.added("a", "2/q", 2), 0);
      harness.processElement(Events.removed("a", "1/p", 3), 0);
      harness.processElement(Events.added("a", "1/p", 4), 0);
      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS)).isNull();
    }
  }

  /** The state of version 0.1. */
  private static final class AskedOnly
      extends KeyedProcessFunction<String, ImageReference, ImageReference> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        ImageReference reference, Context context, Collector<ImageReference> out) throws Exception {
      getRuntimeContext().getState(new ValueStateDescriptor<>("asked", Types.BOOLEAN)).update(true);
    }
  }
}
