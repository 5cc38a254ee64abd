package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class WorkClockTest {
  private static final long WORK = TimeUnit.MILLISECONDS.toNanos(50);

  private final LongSupplier clock = WorkClock.ofThread();

  @Test
  void waitingForAnotherIsNoWork() throws InterruptedException {
    var other = new Thread(this::work);
    long worked = clock.getAsLong();
    other.start();
    other.join();
    assertThat(clock.getAsLong() - worked).isLessThan(WORK / 2);
  }

  @Test
  void workIs() {
    long worked = clock.getAsLong();
    work();
    assertThat(clock.getAsLong() - worked).isGreaterThanOrEqualTo(WORK);
  }

  /** Gives up after a hundred times as long, should the clock stand still. */
  private void work() {
    long worked = clock.getAsLong();
    long end = System.nanoTime() + 100 * WORK;
    while (clock.getAsLong() - worked < WORK && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
