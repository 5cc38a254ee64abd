package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class WorkClockTest {
  private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(50);

  private final LongSupplier clock = WorkClock.ofThread();

  @Test
  void waitingIsNoWork() {
    long worked = clock.getAsLong();
    long end = System.nanoTime() + WAIT;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(WAIT);
    }
    assertThat(clock.getAsLong() - worked).isLessThan(WAIT / 2);
  }

  @Test
  void workIs() {
    long worked = clock.getAsLong();
    long end = System.nanoTime() + 100 * WAIT;
    while (clock.getAsLong() - worked < WAIT / 10 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(clock.getAsLong() - worked).isGreaterThanOrEqualTo(WAIT / 10);
  }
}
