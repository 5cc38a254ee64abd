package io.imgsrch.operators.async;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What was opened so far. Closes it, the newest first, and all of it, whichever fails. */
public final class Opened implements AutoCloseable {
  private final Deque<Runnable> closes = new ArrayDeque<>();

  /** Adds a resource and how to close it; returns it. */
  public <T> T add(T resource, Consumer<? super T> close) {
    closes.push(() -> close.accept(resource));
    return resource;
  }

  /** Leaves all of it open: somebody else closes it now. */
  public void release() {
    closes.clear();
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    while (!closes.isEmpty()) {
      try {
        closes.pop().run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
