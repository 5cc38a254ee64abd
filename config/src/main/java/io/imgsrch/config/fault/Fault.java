package io.imgsrch.config.fault;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What happens at a {@link Failpoint}: a failure, a wait, or nothing but being counted. It strikes
 * every time unless {@link #times} bounds it; after that it only counts. Of any thread.
 */
public final class Fault {
  private enum Effect {
    NONE,
    FAIL,
    BLOCK
  }

  private final Effect effect;
  private final Duration atMost;
  private final int times;
  private final AtomicInteger reached = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);

  private Fault(Effect effect, Duration atMost, int times) {
    this.effect = effect;
    this.atMost = atMost;
    this.times = times;
  }

  /** Counts who comes by. */
  public static Fault counting() {
    return new Fault(Effect.NONE, Duration.ZERO, Integer.MAX_VALUE);
  }

  /** Throws an {@link InjectedFaultException}. */
  public static Fault failing() {
    return new Fault(Effect.FAIL, Duration.ZERO, Integer.MAX_VALUE);
  }

  /**
   * Blocks until {@link #release}, and then goes on.
   *
   * @param atMost longest wait of each who comes by
   */
  public static Fault blocking(Duration atMost) {
    return new Fault(Effect.BLOCK, atMost, Integer.MAX_VALUE);
  }

  /** The same fault, which strikes the first so many who come by. */
  public Fault times(int count) {
    return new Fault(effect, atMost, count);
  }

  /** The same fault, which strikes once. */
  public Fault once() {
    return times(1);
  }

  /** How many came by since it was armed. */
  public int reached() {
    return reached.get();
  }

  /** How many of them it has struck; who is blocked counts from the start. */
  public int struck() {
    return struck.get();
  }

  /** Lets all who are blocked go on, now and later. */
  public void release() {
    released.countDown();
  }

  void strike(Failpoint place) {
    if (reached.incrementAndGet() > times) {
      return;
    }
    struck.incrementAndGet();
    switch (effect) {
      case NONE -> {}
      case FAIL -> throw new InjectedFaultException(place, "fails");
      case BLOCK -> block(place);
    }
  }

  private void block(Failpoint place) {
    try {
      // Released or not in time: whoever was held goes on.
      var unused = released.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InjectedFaultException(place, "was interrupted while it was blocked");
    }
  }
}
