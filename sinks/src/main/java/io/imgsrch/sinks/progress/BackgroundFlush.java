package io.imgsrch.sinks.progress;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Flushes on a thread of its own, so that a task goes on while a store acknowledges: one flush at a
 * time. All but the flush itself is of the task's thread.
 */
final class BackgroundFlush implements AutoCloseable {
  private final Flush flush;
  private final MailboxExecutor mailbox;
  private final ExecutorService thread;
  private @Nullable Runnable next;
  private boolean running;

  /** Returns once everything that was written before it began is in the store. */
  @FunctionalInterface
  interface Flush {
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param flush called by another thread while the task writes
   * @param name of the thread
   */
  BackgroundFlush(Flush flush, MailboxExecutor mailbox, String name) {
    this.flush = flush;
    this.mailbox = mailbox;
    thread =
        Executors.newSingleThreadExecutor(
            task -> {
              var flusher = new Thread(task, name);
              flusher.setDaemon(true);
              return flusher;
            });
  }

  /** Whether something that was asked for is still to be done. */
  boolean isRunning() {
    return running;
  }

  /**
   * Runs an action by the task's thread after a flush that begins now, or when the one that runs
   * has ended. Of two actions that wait for the same flush the later one counts; where the flush
   * fails, the task does.
   */
  void then(Runnable action) {
    next = action;
    if (!running) {
      start();
    }
  }

  private void start() {
    var action = next;
    if (action == null) {
      return;
    }
    next = null;
    running = true;
    var unused =
        CompletableFuture.runAsync(this::attempt, thread)
            .whenComplete((flushed, failure) -> hand(action, failure));
  }

  private void attempt() {
    try {
      flush.run();
    } catch (IOException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private void hand(Runnable action, @Nullable Throwable failure) {
    try {
      mailbox.execute(() -> ended(action, failure), "end of a flush");
    } catch (RejectedExecutionException e) {
      // The task has ended, and nobody waits for this any more.
    }
  }

  private void ended(Runnable action, @Nullable Throwable failure) throws IOException {
    running = false;
    if (failure != null) {
      var cause = failure.getCause() == null ? failure : failure.getCause();
      throw new IOException("what was written could not be flushed: " + cause.getMessage(), cause);
    }
    action.run();
    start();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
