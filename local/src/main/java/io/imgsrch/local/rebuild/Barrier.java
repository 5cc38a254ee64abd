package io.imgsrch.local.rebuild;

import java.io.IOException;
import java.time.Duration;

/**
 * What is between two looks at the topics: a job that writes the store goes on meanwhile, and
 * writes nothing but what it has read from them.
 */
@FunctionalInterface
public interface Barrier {
  /** Nothing. */
  Barrier NONE = () -> {};

  /** Some time. */
  static Barrier pause(Duration length) {
    return () -> {
      try {
        Thread.sleep(length.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while the job writes", e);
      }
    };
  }

  /**
   * Waits.
   *
   * @throws IOException if that is interrupted
   */
  void await() throws IOException;
}
