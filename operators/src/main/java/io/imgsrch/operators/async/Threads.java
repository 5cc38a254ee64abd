package io.imgsrch.operators.async;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that carry a name and end. */
public final class Threads {
  private static final long STOP_SECONDS = 10;

  private Threads() {}

  /** Makes daemon threads {@code name-1}, {@code name-2}, … */
  public static ThreadFactory named(String name) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Lets running tasks end, drops the waiting ones, and then closes what the tasks used. Where a
   * task does not end in time, what it uses stays open: native code must not lose its memory.
   *
   * @throws IllegalStateException if a task does not end within ten seconds
   */
  public static void stop(ExecutorService threads, Runnable thenClose) {
    threads.shutdownNow();
    boolean interrupted = false;
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a task runs on after " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      if (!threads.isTerminated()) {
        return;
      }
    }
    thenClose.run();
  }

  /** Lets running tasks end and drops the waiting ones. */
  public static void stop(ExecutorService threads) {
    stop(threads, () -> {});
  }
}
