package io.imgsrch.operators.query.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.FakeStandings;
import io.imgsrch.operators.query.FakeValidity;
import java.util.List;
import java.util.Optional;
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

    validity.failsAlways = false;
    validity.failing.add("1/q");
    var read = counted.offers(List.of("1/p", "1/q", "1/r"));
    assertThat(read.get("1/p")).isCompletedWithValue(Optional.empty());
    assertThat(read.get("1/q")).isCompletedExceptionally();
    assertThat(read.get("1/r")).isCompletedWithValue(Optional.empty());
    assertThat(failures.getCount()).isEqualTo(3);
  }

  @Test
  void readsOfVerdictsCountToo() {
    var standings = new FakeStandings();
    var counted = new CountedStandings(standings, failures);
    assertThat(counted.standing("picture")).isCompleted();
    assertThat(failures.getCount()).isZero();
  }
}
