package io.imgsrch.sinks.batch;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes rows to a store in the batches, and with the retries, of a sink, for a caller outside of a
 * job that may wait. For one thread.
 */
public final class BlockingBatches<T> implements AutoCloseable {
  /** Beyond all attempts at a batch and the waits between them. */
  private static final Duration LONGEST_WRITE = Duration.ofMinutes(10);

  private final String name;
  private final StoreThread<T> store;
  private final PendingRows<T> pending;

  private BlockingBatches(String name, StoreThread<T> store, PendingRows<T> pending) {
    this.name = name;
    this.store = store;
    this.pending = pending;
  }

  /**
   * Opens the store.
   *
   * @param name the store and its address, for errors and logs
   * @throws IOException if every attempt fails
   */
  public static <T> BlockingBatches<T> open(
      String name, BatchLimits limits, BatchRows<T> rows, Callable<BatchStore<T>> opening)
      throws IOException {
    return new BlockingBatches<>(
        name, StoreThread.open(name, limits, opening), new PendingRows<>(rows, limits));
  }

  /**
   * Writes a row now or with later ones.
   *
   * @throws IOException if the store refuses a batch, or this thread is interrupted
   */
  public void add(T row) throws IOException {
    pending.add(row);
    writeDue();
  }

  /** Writes all that waits; when it returns, the store has it. */
  public void flush() throws IOException {
    pending.makeDue();
    writeDue();
  }

  private void writeDue() throws IOException {
    while (pending.size() > 0 && pending.isDue()) {
      write(pending.takeBatch());
    }
  }

  private void write(List<T> batch) throws IOException {
    if (Thread.currentThread().isInterrupted()) { // the wait below sees it only if it is long
      throw new IOException("Interrupted before writing to " + name);
    }
    var told = new CompletableFuture<Outcome>();
    store.write(batch, told::complete);
    try {
      var outcome = told.get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
      var failure = outcome.failure();
      if (failure != null) {
        throw new IOException(
            "%s did not take a batch of %d rows in %d attempts: %s"
                .formatted(name, batch.size(), outcome.attempts(), failure.getMessage()),
            failure);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("%s did not answer within %s".formatted(name, LONGEST_WRITE), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while writing to " + name, e);
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
