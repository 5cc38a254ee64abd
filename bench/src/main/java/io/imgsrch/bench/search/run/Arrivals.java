package io.imgsrch.bench.search.run;

import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.peer.Peer;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Items that arrive at a peer, so many a second, in batches as our sinks make them, until closed.
 */
final class Arrivals implements AutoCloseable {
  private static final int TICK_MILLIS = 50;
  private static final int MILLIS_PER_SECOND = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int STOP_SECONDS = 60;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "bench-arrivals"));
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final AtomicInteger arrived = new AtomicInteger();
  private final long start = System.nanoTime();

  /**
   * Begins.
   *
   * @param next number of the next item, shared by all peers
   */
  Arrivals(Peer peer, Items items, int rate, AtomicInteger next) {
    int batch = Math.max(1, rate * TICK_MILLIS / MILLIS_PER_SECOND);
    var unused =
        thread.scheduleAtFixedRate(
            () -> write(peer, items, next.getAndAdd(batch), batch),
            0,
            (long) batch * MILLIS_PER_SECOND / rate,
            TimeUnit.MILLISECONDS);
  }

  private void write(Peer peer, Items items, int from, int count) {
    try {
      peer.write(items.range(from, from + count));
      arrived.addAndGet(count);
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Items a second since the beginning. */
  double perSecond() {
    return arrived.get() / ((System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  /**
   * Ends.
   *
   * @throws IOException if an item was not accepted
   */
  @Override
  public void close() throws IOException {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the items that arrive were not accepted within a minute");
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    var failed = failure.get();
    if (failed != null) {
      throw new IOException("items that arrived were not accepted: " + failed.getMessage(), failed);
    }
  }
}
