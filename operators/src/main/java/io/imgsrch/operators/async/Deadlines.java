package io.imgsrch.operators.async;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * Gives futures a deadline, and pauses. Has a thread of its own: the one behind {@link
 * CompletableFuture#orTimeout} lives as long as the JVM and would keep a job's classes loaded.
 */
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  public Deadlines(String threadName) {
    timer = new ScheduledThreadPoolExecutor(1, Threads.named(threadName));
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Fails the future unless it completes in time; returns it. What runs behind the future is not
   * stopped.
   */
  public <T> CompletableFuture<T> within(
      Duration limit, CompletableFuture<T> future, Supplier<? extends Exception> tooLate) {
    if (future.isDone()) {
      return future;
    }
    try {
      var timeout =
          timer.schedule(
              () -> future.completeExceptionally(tooLate.get()), limit.toNanos(), NANOSECONDS);
      var unused = future.whenComplete((value, error) -> timeout.cancel(false));
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(e);
    }
    return future;
  }

  /** Completes after the pause, on the thread of the deadlines: what follows must not block it. */
  public CompletableFuture<Void> pause(Duration length) {
    var over = new CompletableFuture<Void>();
    try {
      var unused = timer.schedule(() -> over.complete(null), length.toNanos(), NANOSECONDS);
    } catch (RejectedExecutionException e) {
      over.completeExceptionally(e);
    }
    return over;
  }

  /** Deadlines and pauses that are not over yet never end. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
