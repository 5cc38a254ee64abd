package io.imgsrch.operators.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Bounds the bytes in flight without blocking a thread: who asks for more than is left waits in
 * line. A single demand above the whole budget is granted alone.
 */
final class ByteBudget {
  private record Waiting(long bytes, CompletableFuture<Void> granted) {}

  private final long limit;
  private final Queue<Waiting> line = new ArrayDeque<>();
  private long taken;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Completes once the bytes are taken; each demand must be given back. */
  CompletableFuture<Void> take(long bytes) {
    var waiting = new Waiting(bytes, new CompletableFuture<>());
    List<Waiting> granted;
    synchronized (this) {
      line.add(waiting);
      granted = grant();
    }
    complete(granted);
    return waiting.granted();
  }

  void giveBack(long bytes) {
    List<Waiting> granted;
    synchronized (this) {
      taken -= bytes;
      granted = grant();
    }
    complete(granted);
  }

  /** Futures are completed outside the lock: what depends on them runs right there. */
  private static void complete(List<Waiting> granted) {
    granted.forEach(waiting -> waiting.granted().complete(null));
  }

  private List<Waiting> grant() {
    var granted = new ArrayList<Waiting>();
    while (!line.isEmpty() && (taken == 0 || taken + line.peek().bytes() <= limit)) {
      var next = line.remove();
      taken += next.bytes();
      granted.add(next);
    }
    return granted;
  }
}
