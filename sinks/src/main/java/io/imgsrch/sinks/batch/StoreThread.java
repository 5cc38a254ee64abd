package io.imgsrch.sinks.batch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that talks to a store, and the store itself: opened, used and closed together. */
final class StoreThread<T> {
  private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);

  private final String name;
  private final BatchLimits limits;
  private final ExecutorService thread;
  private final BatchStore<T> store;
  private volatile boolean closed;

  private StoreThread(
      String name, BatchLimits limits, ExecutorService thread, BatchStore<T> store) {
    this.name = name;
    this.limits = limits;
    this.thread = thread;
    this.store = store;
  }

  /**
   * Opens the store and starts its thread.
   *
   * @throws IOException if every attempt fails or takes longer than {@link BatchLimits#open}
   */
  static <T> StoreThread<T> open(String name, BatchLimits limits, Callable<BatchStore<T>> opening)
      throws IOException {
    var store =
        Opening.patiently(
            limits.opening(),
            name,
            () -> Opening.within(limits.open(), name, opening, BatchStore::close));
    var thread =
        Executors.newSingleThreadExecutor(task -> Opening.daemon("imgsrch-sink " + name, task));
    return new StoreThread<>(name, limits, thread, store);
  }

  /** Writes a batch, with retries, and then tells; neither happens on the calling thread. */
  void write(List<T> batch, Consumer<Outcome> told) {
    thread.execute(
        () -> {
          var outcome = attempt(batch);
          if (!closed) {
            told.accept(outcome);
          }
        });
  }

  private Outcome attempt(List<T> batch) {
    var start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        store.write(batch);
        return new Outcome(attempt, millisSince(start), null);
      } catch (Exception | Error e) { // an error too has to be told, or the flush waits in vain
        if (closed || attempt > limits.backoff().retries() || !store.isTransient(e)) {
          return new Outcome(attempt, millisSince(start), e);
        }
        var wait = limits.backoff().millis(attempt);
        LOG.warn(
            "{}: attempt {} to write {} rows failed, the next one is in {} ms",
            name,
            attempt,
            batch.size(),
            wait,
            e);
        try {
          Thread.sleep(wait);
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          return new Outcome(attempt, millisSince(start), e);
        }
      }
    }
  }

  /** Ends what the thread does, closes the store and ends the thread; all within a bound. */
  void close() throws IOException {
    closed = true;
    thread.shutdownNow();
    // On a thread of its own: closing a store ends a call that ignores interrupts, but may hang.
    var closing = new FutureTask<>(Executors.callable(store::close));
    Opening.daemon("imgsrch-close " + name, closing).start();
    try {
      closing.get(limits.close().toMillis(), TimeUnit.MILLISECONDS);
      if (!thread.awaitTermination(limits.close().toMillis(), TimeUnit.MILLISECONDS)) {
        throw notClosed(null);
      }
    } catch (ExecutionException e) {
      throw new IOException("Cannot close " + name + ": " + cause(e).getMessage(), cause(e));
    } catch (TimeoutException e) {
      throw notClosed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while closing " + name, e);
    }
  }

  private IOException notClosed(@Nullable Throwable why) {
    return new IOException(
        "%s was not closed within %d ms: its thread may live on until its call returns"
            .formatted(name, limits.close().toMillis()),
        why);
  }

  private static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
