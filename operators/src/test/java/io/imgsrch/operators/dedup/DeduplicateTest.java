package io.imgsrch.operators.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.Events;
import io.imgsrch.operators.assemble.ImageReference;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class DeduplicateTest {
  @Test
  void asksForAPictureOnceHoweverManyShowIt() throws Exception {
    try (var harness =
        ProcessFunctionTestHarnesses.forKeyedProcessFunction(
            new Deduplicate(), ImageReference::imagePk, Types.STRING)) {
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
            new Deduplicate(), ImageReference::imagePk, Types.STRING)) {
      harness.processElement(Events.removed("a", "1/p", 1), 0);
      assertThat(harness.getSideOutput(Deduplicate.EMBED_REQUESTS)).isNull();
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }
}
