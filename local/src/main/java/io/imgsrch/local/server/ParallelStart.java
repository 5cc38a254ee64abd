package io.imgsrch.local.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts that run at the same time; the first that fails interrupts the others. */
final class ParallelStart {
  private static final Duration END = Duration.ofSeconds(60);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Begins one; its result is there after {@link #await}. */
  <T> Future<T> begin(Callable<T> start) {
    try {
      return threads.submit(
          () -> {
            try {
              return start.call();
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
              threads.shutdownNow();
              throw e;
            }
          });
    } catch (RejectedExecutionException othersFailed) {
      return CompletableFuture.failedFuture(othersFailed);
    }
  }

  /** Waits for all of them, within a deadline, and throws what failed first. */
  void await(Duration deadline) throws IOException, InterruptedException {
    threads.shutdown();
    boolean ended;
    try {
      ended = threads.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupt();
      throw e;
    }
    if (!ended) {
      interrupt();
    }
    Throwable first = failure.get();
    if (first instanceof IOException e) {
      throw e;
    } else if (first instanceof RuntimeException e) {
      throw e;
    } else if (first != null) {
      throw new IOException("A server did not start: " + first, first);
    } else if (!ended) {
      throw new IOException("The servers did not start within " + deadline);
    }
  }

  /** The result of a start that {@link #await} has seen end well. */
  static <T> T result(Future<T> start) throws InterruptedException {
    try {
      return start.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A start failed and nobody noticed", e);
    }
  }

  private void interrupt() throws InterruptedException {
    threads.shutdownNow();
    threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
  }
}
