package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.imgsrch.operators.async.Deadlines;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadinessTest {
  private final FakeIndex index = new FakeIndex();
  private final FakeValidity validity = new FakeValidity();
  private final Deadlines deadlines = new Deadlines("test");
  private final Backends backends =
      new Backends(
          index,
          validity,
          new FakeMirror(),
          new FakeStandings(),
          new FakeEmbedder(),
          PhotoSource.none(),
          (change, traceparent) -> {
            throw new AssertionError("nothing is written");
          });

  @AfterEach
  void ends() {
    deadlines.close();
  }

  @Test
  void isReadyWhereAllStoresAnswer() throws Exception {
    assertThat(readiness(Duration.ofMinutes(1)).ready()).isTrue();
  }

  @Test
  void storesThatGiveNoAnswerInTimeAreNamed() throws Exception {
    index.hangs = true;
    validity.hangs = true;
    var readiness = readiness(Duration.ofMillis(7));
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.checks())
        .filteredOn(check -> !check.ready())
        .extracting(Readiness.Check::name, Readiness.Check::problem)
        .containsExactly(
            tuple("vector_store", "no answer within 7 ms"),
            tuple("queryable_state", "no answer within 7 ms"));
  }

  private Readiness readiness(Duration limit) throws Exception {
    return Readiness.of(backends, false, deadlines, limit).get(50, TimeUnit.SECONDS);
  }
}
