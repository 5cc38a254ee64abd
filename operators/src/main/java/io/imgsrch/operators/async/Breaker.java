package io.imgsrch.operators.async;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops calling what keeps failing: after so many failures in a row it lets a call pass only from
 * time to time, until one succeeds.
 */
public final class Breaker {
  private final int maxFailures;
  private final long pauseNanos;
  private final LongSupplier nanoClock;
  private int failures;
  private long nextTry;

  /**
   * @param maxFailures in a row that are borne
   * @param pause between the calls that pass then
   * @param nanoClock as {@link System#nanoTime}
   */
  public Breaker(int maxFailures, Duration pause, LongSupplier nanoClock) {
    this.maxFailures = maxFailures;
    this.pauseNanos = pause.toNanos();
    this.nanoClock = nanoClock;
  }

  /** Whether to make a call now. */
  public synchronized boolean allows() {
    if (failures < maxFailures) {
      return true;
    }
    long now = nanoClock.getAsLong();
    if (now - nextTry < 0) {
      return false;
    }
    nextTry = now + pauseNanos;
    return true;
  }

  /** Notes an answer. */
  public synchronized void succeeded() {
    failures = 0;
  }

  /** Notes that there was none. */
  public synchronized void failed() {
    failures++;
    if (failures == maxFailures) {
      nextTry = nanoClock.getAsLong() + pauseNanos;
    }
  }
}
