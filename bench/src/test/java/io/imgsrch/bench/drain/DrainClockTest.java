package io.imgsrch.bench.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainClockTest {
  @Test
  void countsFromTheFirstTenthToTheLast() throws Exception {
    var done = new AtomicLong(1_000);
    var drain = new DrainClock(() -> done.getAndAdd(100)).time(1_000, 1_000);
    assertThat(drain.events()).isEqualTo(800);
    assertThat(drain.seconds()).isPositive();
    assertThat(done.get()).isGreaterThanOrEqualTo(2_000);
  }
}
