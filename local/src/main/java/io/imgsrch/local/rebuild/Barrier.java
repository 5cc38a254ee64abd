package io.imgsrch.local.rebuild;

import java.io.IOException;
import java.time.Duration;

/** Tells when what a job wrote to a store is in the topics too. */
@FunctionalInterface
public interface Barrier {
  /** For a job that writes nothing but what it has read from the topics. */
  Barrier NONE = () -> {};

  /** For such a job, with some time between two looks at what it writes. */
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
   * Returns when all that the job had written before is in the store and in the topics, and none of
   * it is on its way any more.
   *
   * @throws IOException if that cannot be told
   */
  void await() throws IOException;
}
