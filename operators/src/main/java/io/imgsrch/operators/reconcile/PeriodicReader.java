package io.imgsrch.operators.reconcile;

import io.imgsrch.operators.async.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;

/**
 * Runs rounds on a thread of its own, with pauses. A round waits until the task has taken what came
 * of the one before, so that no more than that is ever in memory.
 */
final class PeriodicReader<T> implements SourceReader<T, NoSplit> {
  private final Duration pause;
  private final Round<T> round;
  private final Queue<T> found = new ConcurrentLinkedQueue<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Threads.named("imgsrch-reconcile"));
  private volatile CompletableFuture<Void> available = new CompletableFuture<>();
  private volatile @Nullable Throwable failure;

  PeriodicReader(Duration pause, Round<T> round) {
    this.pause = pause;
    this.round = round;
  }

  @Override
  public void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    if (!found.isEmpty()) {
      return;
    }
    try {
      round.run(
          item -> {
            found.add(item);
            available.complete(null);
          });
    } catch (RuntimeException | Error e) { // the thread would stop, and nobody knew
      failure = e;
      available.complete(null);
    }
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws IOException {
    if (failure != null) {
      throw new IOException("the rounds have ended: " + failure.getMessage(), failure);
    }
    var item = found.poll();
    if (item == null) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    output.collect(item);
    return InputStatus.MORE_AVAILABLE;
  }

  /** Called by the task's thread alone, which makes the futures; the other one completes them. */
  @Override
  public CompletableFuture<Void> isAvailable() {
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    var next = available;
    if (!found.isEmpty() || failure != null) {
      next.complete(null);
    }
    return next;
  }

  @Override
  public List<NoSplit> snapshotState(long checkpointId) {
    return List.of();
  }

  @Override
  public void addSplits(List<NoSplit> splits) {}

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {
    Threads.stop(thread, round::close);
  }
}
