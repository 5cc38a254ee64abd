package io.imgsrch.operators.query.mirror;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who reads vectors now, so that the writer knows when a slot that they may see is read no more.
 */
final class Readers {
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean retired;

  /** Whether one may read, and then has to {@link #exit}; if not, there is a newer view. */
  boolean enter() {
    count.incrementAndGet();
    // After the increment: either this sees that they are retired, or the writer sees this reader.
    if (retired) {
      exit();
      return false;
    }
    return true;
  }

  void exit() {
    count.decrementAndGet();
  }

  /** Lets nobody enter from now on, and returns whether all have left. */
  boolean retire() {
    retired = true;
    return count.get() == 0;
  }
}
