package io.imgsrch.operators.query.position;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of which one at a time is on its way. Whoever asks meanwhile shares the next one, for what
 * the running one finds may be of a moment before.
 */
final class Coalesced<T> {
  private final Supplier<CompletableFuture<T>> call;
  private boolean running;
  private @Nullable CompletableFuture<T> next;

  Coalesced(Supplier<CompletableFuture<T>> call) {
    this.call = call;
  }

  /** What a call finds that is made from now on. */
  CompletableFuture<T> get() {
    var result = new CompletableFuture<T>();
    synchronized (this) {
      if (running) {
        next = next == null ? result : next;
        return next.copy();
      }
      running = true;
    }
    start(result);
    return result.copy();
  }

  private void start(CompletableFuture<T> result) {
    var unused =
        called()
            .whenComplete(
                (value, error) -> {
                  var following = ended();
                  if (error == null) {
                    result.complete(value);
                  } else {
                    result.completeExceptionally(error);
                  }
                  if (following != null) {
                    start(following);
                  }
                });
  }

  private CompletableFuture<T> called() {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized @Nullable CompletableFuture<T> ended() {
    var following = next;
    next = null;
    running = following != null;
    return following;
  }
}
