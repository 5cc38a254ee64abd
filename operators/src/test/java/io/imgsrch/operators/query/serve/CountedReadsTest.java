package io.imgsrch.operators.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.FakeStandings;
import io.imgsrch.operators.query.FakeValidity;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class CountedReadsTest {
  private final SimpleCounter failures = new SimpleCounter();

  @Test
  void onlyReadsThatGiveNoAnswerCount() {
    var validity = new FakeValidity();
    var counted = new CountedValidity(validity, failures);
    assertThat(counted.offer("1/p").join()).isEmpty();
    assertThat(counted.imageOffers("picture").join()).isEmpty();
    assertThat(failures.getCount()).isZero();

    validity.failsAlways = true;
    assertThat(counted.offer("1/p")).isCompletedExceptionally();
    assertThat(counted.imageOffers("picture")).isCompletedExceptionally();
    assertThat(failures.getCount()).isEqualTo(2);
  }

  @Test
  void readsOfVerdictsCountToo() {
    var standings = new FakeStandings();
    var counted = new CountedStandings(standings, failures);
    assertThat(counted.standing("picture")).isCompleted();
    assertThat(failures.getCount()).isZero();
  }
}
