package io.imgsrch.operators.query.position;

import io.imgsrch.operators.async.Threads;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for conditions, which one thread looks at again and again. */
final class Conditions implements AutoCloseable {
  private final Duration pause;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Threads.named("imgsrch-positions"));

  Conditions(Duration pause) {
    this.pause = pause;
  }

  /**
   * Completes when a condition holds.
   *
   * @param over whether nobody waits any more; then it is cancelled
   */
  CompletableFuture<Void> await(BooleanSupplier condition, BooleanSupplier over) {
    var result = new CompletableFuture<Void>();
    look(condition, over, result);
    return result;
  }

  private void look(
      BooleanSupplier condition, BooleanSupplier over, CompletableFuture<Void> result) {
    try {
      if (over.getAsBoolean()) {
        throw new CancellationException("nobody waits any more");
      }
      if (condition.getAsBoolean()) {
        result.complete(null);
      } else {
        var unused =
            thread.schedule(
                () -> look(condition, over, result), pause.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new CancellationException("the server ends"));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
