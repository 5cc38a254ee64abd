package io.imgsrch.operators.query;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of one search, each under its trace. A step that the running one leads to at once
 * runs on the same thread: to wake another would take longer than most steps.
 */
final class SearchSteps implements Executor {
  private final Executor threads;
  private final String traceId;
  private volatile @Nullable Thread running;

  SearchSteps(Executor threads, String traceId) {
    this.threads = threads;
    this.traceId = traceId;
  }

  @Override
  public void execute(Runnable step) {
    if (Thread.currentThread() == running) {
      step.run();
    } else {
      threads.execute(() -> here(step));
    }
  }

  /** Runs a step on this thread. */
  void here(Runnable step) {
    TraceContext.run(
        traceId,
        () -> {
          running = Thread.currentThread();
          try {
            step.run();
          } finally {
            // The next step may have begun elsewhere meanwhile; unmarked, it is only slower.
            running = null;
          }
        });
  }
}
