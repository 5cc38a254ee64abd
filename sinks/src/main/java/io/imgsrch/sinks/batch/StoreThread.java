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
   * Starts the thread and opens the store on it.
   *
   * @throws IOException if that fails or takes longer than {@link BatchLimits#open}
   */
  static <T> StoreThread<T> open(String name, BatchLimits limits, Callable<BatchStore<T>> opening)
      throws IOException {
    var thread = Executors.newSingleThreadExecutor(task -> daemon("imgsrch-sink " + name, task));
    var opened = new FutureTask<>(opening);
    thread.execute(opened);
    try {
      var store = opened.get(limits.open().toMillis(), TimeUnit.MILLISECONDS);
      return new StoreThread<>(name, limits, thread, store);
    } catch (ExecutionException e) {
      thread.shutdownNow();
      throw new IOException("Cannot open " + name + ": " + cause(e).getMessage(), cause(e));
    } catch (TimeoutException e) {
      abandon(name, thread, opened);
      throw new IOException(
          "Cannot open %s within %d ms: check that it runs and can be reached from here"
              .formatted(name, limits.open().toMillis()),
          e);
    } catch (InterruptedException e) {
      abandon(name, thread, opened);
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while opening " + name, e);
    }
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
      } catch (Exception | LinkageError e) {
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
    daemon("imgsrch-sink-close " + name, closing).start();
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

  /** Lets an opening that nobody waits for any more end, and closes what it may still open. */
  private static <T> void abandon(
      String name, ExecutorService thread, FutureTask<BatchStore<T>> opened) {
    var closing =
        daemon(
            "imgsrch-sink-close " + name,
            () -> {
              try {
                opened.get().close();
                LOG.warn("{} opened too late and was closed", name);
              } catch (Exception e) {
                LOG.warn("{} failed to open, too late", name, e);
              }
            });
    closing.start();
    thread.shutdownNow();
  }

  private static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private static Thread daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
