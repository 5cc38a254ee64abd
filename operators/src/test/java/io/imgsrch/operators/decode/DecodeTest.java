package io.imgsrch.operators.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.EventTime;
import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.ProductEvent;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.Events;
import io.imgsrch.operators.deadletter.DeadLetters;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class DecodeTest {
  @Test
  void passesOnWhatHoldsTheContractAndBuriesTheRest() throws Exception {
    var good = "{\"op\":\"DELETE\",\"merchant_id\":7,\"product_id\":\"p\",\"version\":3}";
    try (var harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new Decode<ProductEvent>(InputEvents::product))) {
      harness.processElement(record(1, good), 0);
      harness.processElement(record(2, "no json"), 0);
      harness.processElement(record(3, "{\"op\":\"DELETE\",\"merchant_id\":7}"), 0);

      assertThat(harness.extractOutputValues())
          .extracting(event -> event.revision().version())
          .containsExactly(3L);
      assertThat(harness.getSideOutput(DeadLetters.TAG))
          .extracting(letter -> letter.getValue().reason())
          .containsExactly(Reason.NOT_JSON, Reason.MISSING_FIELD);
      var letter = harness.getSideOutput(DeadLetters.TAG).remove().getValue();
      assertThat(letter.value()).isEqualTo("no json".getBytes(UTF_8));
      assertThat(letter.key()).isEqualTo("key".getBytes(UTF_8));
      assertThat(letter.origin().offset()).isEqualTo(2);
    }
  }

  private static RawRecord record(long offset, String value) {
    return new RawRecord(
        Events.origin(offset), EventTime.NONE, "key".getBytes(UTF_8), value.getBytes(UTF_8));
  }
}
