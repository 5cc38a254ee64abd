package io.imgsrch.local.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Does something with each item, a few at a time; the first failure ends it. */
final class Parallel {

  /** What is done with an item. */
  interface Task<T> {
    void run(T item) throws ClientException, InterruptedException;
  }

  private Parallel() {}

  static <T> void forEach(Collection<T> items, int threads, Task<T> task)
      throws ClientException, InterruptedException {
    var executor = Executors.newFixedThreadPool(threads);
    try {
      var source = new Source<>(items.iterator());
      var workers = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        workers.add(executor.submit(worker(source, task)));
      }
      for (var worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClientException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static <T> Callable<Void> worker(Source<T> source, Task<T> task) {
    return () -> {
      try {
        for (var item = source.next(); item != null; item = source.next()) {
          task.run(item);
        }
      } catch (Exception e) {
        source.end();
        throw e;
      }
      return null;
    };
  }

  /** Hands each item to one worker, so that none waits in a queue. */
  private static final class Source<T> {
    private final Iterator<T> items;
    private boolean ended;

    private Source(Iterator<T> items) {
      this.items = items;
    }

    private synchronized @Nullable T next() {
      return !ended && items.hasNext() ? items.next() : null;
    }

    private synchronized void end() {
      ended = true;
    }
  }
}
