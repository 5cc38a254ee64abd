package io.imgsrch.config.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TraceparentTest {
  private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void newTracesAreValidSampledAndAllDifferent() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      var traceparent = Traceparent.create();
      assertThat(Traceparent.isValid(traceparent)).as(traceparent).isTrue();
      assertThat(traceparent).endsWith("-01");
      assertThat(seen.add(Traceparent.traceId(traceparent))).isTrue();
    }
  }

  @Test
  void aRecordKeepsItsTraceWhenItIsReadAgain() {
    var first = Traceparent.ofRecord("catalog.products", 3, 41, 1_000);
    assertThat(Traceparent.ofRecord("catalog.products", 3, 41, 1_000)).isEqualTo(first);
    assertThat(Traceparent.isValid(first)).isTrue();
  }

  @Test
  void noTwoRecordsOfOneBatchShareATrace() {
    var seen = new HashSet<String>();
    for (var topic : new String[] {"catalog.products", "catalog.availability"}) {
      for (int partition = 0; partition < 16; partition++) {
        for (int offset = 0; offset < 200; offset++) {
          var traceparent = Traceparent.ofRecord(topic, partition, offset, 1_000);
          assertThat(Traceparent.isValid(traceparent)).isTrue();
          assertThat(seen.add(Traceparent.traceId(traceparent)))
              .as("%s/%d/%d", topic, partition, offset)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aValidHeaderIsKept() {
    assertThat(Traceparent.orNew(VALID)).isEqualTo(VALID);
    assertThat(Traceparent.traceId(VALID)).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void aTextTooShortHasNoTraceId() {
    assertThat(Traceparent.traceId("")).isEmpty();
    assertThat(Traceparent.traceId(VALID.substring(0, 34))).isEmpty();
    assertThat(Traceparent.traceId(VALID.substring(0, 35))).hasSize(32);
  }

  @Test
  void whateverIsNotOneGetsANewTrace() {
    var hostile =
        new String[] {
          null,
          "",
          "00",
          VALID.toUpperCase(Locale.ROOT),
          VALID + "\n",
          VALID + "-extra",
          " " + VALID,
          VALID.replaceFirst("00-", "ff-"),
          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
          VALID.replace('4', '٤'),
          VALID.replace("-01", "-\u0000\u0000"),
          "x".repeat(1 << 20),
        };
    for (var text : hostile) {
      assertThat(Traceparent.isValid(text)).isFalse();
      assertThat(Traceparent.isValid(Traceparent.orNew(text))).isTrue();
    }
  }
}
