package io.imgsrch.sinks.batch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that fails and hangs on demand. */
final class FakeStore implements BatchStore<Row> {
  /** A failure that a retry heals. */
  static final class Hiccup extends IOException {
    private static final long serialVersionUID = 1L;

    Hiccup() {
      super("hiccup");
    }
  }

  private final List<List<Row>> batches = new ArrayList<>();
  private final Queue<Exception> failures = new ArrayDeque<>();
  private final AtomicInteger writers = new AtomicInteger();
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE);
  final CountDownLatch closed = new CountDownLatch(1);

  /** Makes the next attempts fail, one each. */
  synchronized void failWith(Exception... causes) {
    failures.addAll(List.of(causes));
  }

  /** Makes writes hang until permits are released. */
  void hang() {
    permits.drainPermits();
  }

  synchronized List<List<Row>> batches() {
    return List.copyOf(batches);
  }

  @Override
  public void write(List<Row> batch) throws Exception {
    if (writers.incrementAndGet() > 1) {
      throw new AssertionError("two batches at a time");
    }
    try {
      permits.acquire();
      synchronized (this) {
        var failure = failures.poll();
        if (failure != null) {
          throw failure;
        }
        batches.add(List.copyOf(batch));
      }
    } finally {
      writers.decrementAndGet();
    }
  }

  @Override
  public boolean isTransient(Throwable failure) {
    return failure instanceof Hiccup;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
