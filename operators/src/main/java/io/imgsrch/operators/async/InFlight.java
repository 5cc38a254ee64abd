package io.imgsrch.operators.async;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Bounds how many asynchronous calls are on the way, and how many wait for their turn. */
public final class InFlight {
  private final int maxWaiting;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicInteger free;
  private final AtomicInteger drains = new AtomicInteger();

  public InFlight(int maxInFlight, int maxWaiting) {
    this.free = new AtomicInteger(maxInFlight);
    this.maxWaiting = maxWaiting;
  }

  /**
   * Makes a call as soon as there is room for it. Its room is free again when the future that the
   * call returns completes.
   *
   * @return fails with {@link RejectedExecutionException} when too many wait
   */
  public <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
    if (waitingCount.incrementAndGet() > maxWaiting) {
      waitingCount.decrementAndGet();
      return CompletableFuture.failedFuture(
          new RejectedExecutionException("more than " + maxWaiting + " calls wait"));
    }
    var result = new CompletableFuture<T>();
    waiting.add(() -> start(call, result));
    drain();
    return result;
  }

  private <T> void start(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
    CompletableFuture<T> started;
    try {
      started = call.get();
    } catch (RuntimeException e) {
      started = CompletableFuture.failedFuture(e);
    }
    var unused =
        started.whenComplete(
            (value, error) -> {
              free.incrementAndGet();
              drain();
              if (error == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(error);
              }
            });
  }

  /** One thread at a time drains; calls that complete at once only ask for another round. */
  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      while (free.get() > 0) {
        var next = waiting.poll();
        if (next == null) {
          break;
        }
        waitingCount.decrementAndGet();
        free.decrementAndGet();
        next.run();
      }
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }
}
