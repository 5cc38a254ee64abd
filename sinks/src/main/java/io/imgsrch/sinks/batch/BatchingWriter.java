package io.imgsrch.sinks.batch;

import io.imgsrch.config.trace.Traceparent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Buffers rows and hands them to the store's thread, one batch at a time, so that the writes of a
 * key stay in order. All state belongs to the task thread; where it has to wait it yields to its
 * mailbox, through which outcomes and timers come.
 */
final class BatchingWriter<T> implements SinkWriter<T>, WritesLater {
  private static final Logger LOG = LoggerFactory.getLogger(BatchingWriter.class);

  private final String name;
  private final StoreThread<T> store;
  private final BatchRows<T> rows;
  private final BatchLimits limits;
  private final FlushFailpoints failpoints;
  private final MailboxExecutor mailbox;
  private final ProcessingTimeService time;
  private final PendingRows<T> pending;
  private final AwaitedRows awaited = new AwaitedRows();
  private final BatchMetrics metrics;

  private List<T> inFlight = List.of();
  private @Nullable ScheduledFuture<?> ageTimer;
  private @Nullable IOException failure;

  BatchingWriter(
      String name,
      StoreThread<T> store,
      BatchRows<T> rows,
      BatchLimits limits,
      FlushFailpoints failpoints,
      MailboxExecutor mailbox,
      ProcessingTimeService time,
      MetricGroup metricGroup) {
    this.name = name;
    this.store = store;
    this.rows = rows;
    this.limits = limits;
    this.failpoints = failpoints;
    this.mailbox = mailbox;
    this.time = time;
    this.pending = new PendingRows<>(rows, limits);
    this.metrics = BatchMetrics.register(metricGroup, () -> pending.size() + inFlight.size());
  }

  @Override
  public void write(T row, Context context) throws IOException, InterruptedException {
    throwFailure();
    while (pending.isFull()) {
      mailbox.yield();
      throwFailure();
    }
    pending.add(row);
    if (ageTimer == null) {
      ageTimer = time.registerTimer(in(limits.age().toMillis()), now -> onAge());
    }
    sendIfDue();
  }

  @Override
  public void whenWritten(Runnable action) {
    awaited.add(pending.added(), action);
    if (inFlight.isEmpty()) {
      awaited.written(pending.taken());
    }
  }

  /**
   * Writes everything that came before.
   *
   * @throws IOException if the store refuses it, or takes longer than {@link BatchLimits#flush}
   */
  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    failpoints.before().reach();
    throwFailure();
    pending.makeDue();
    sendIfDue();
    if (!inFlight.isEmpty()) {
      awaitOutcomes();
    }
    failpoints.after().reach();
  }

  private void awaitOutcomes() throws IOException, InterruptedException {
    var late = new AtomicBoolean();
    var deadline = time.registerTimer(in(limits.flush().toMillis()), now -> late.set(true));
    try {
      while (!inFlight.isEmpty()) {
        mailbox.yield();
        throwFailure();
        if (late.get() && !inFlight.isEmpty()) {
          metrics.flushTimeouts().inc();
          throw fail(
              "%s took longer than %d ms to flush, %d rows are pending; the checkpoint fails and"
                  + " they are written again after the restart",
              List.of(name, limits.flush().toMillis(), pending.size() + inFlight.size()), null);
        }
      }
    } finally {
      deadline.cancel(false);
    }
  }

  @Override
  public void close() throws IOException {
    if (ageTimer != null) {
      ageTimer.cancel(false);
    }
    store.close();
  }

  private void onAge() {
    ageTimer = null;
    pending.makeDue();
    sendIfDue();
  }

  private void sendIfDue() {
    if (inFlight.isEmpty() && pending.size() > 0 && pending.isDue()) {
      inFlight = pending.takeBatch();
      store.write(inFlight, this::tell);
    }
  }

  /** Called on the store's thread. */
  private void tell(Outcome outcome) {
    try {
      mailbox.execute(() -> onOutcome(outcome), "outcome of a batch for %s", name);
    } catch (RejectedExecutionException e) {
      LOG.info("{}: the task ended before it could be told of a batch", name);
    }
  }

  private void onOutcome(Outcome outcome) throws IOException {
    metrics.retries().inc(outcome.attempts() - 1);
    metrics.latency().update(outcome.millis());
    if (outcome.failure() != null) {
      throw fail(
          "%s did not take a batch in %d attempts, %d rows are pending; the job goes back to its"
              + " last checkpoint: %s",
          List.of(
              name,
              outcome.attempts(),
              pending.size() + inFlight.size(),
              String.valueOf(outcome.failure().getMessage())),
          outcome.failure());
    }
    metrics.upserts().inc(inFlight.size());
    metrics.batches().inc();
    inFlight = List.of();
    awaited.written(pending.taken());
    sendIfDue();
  }

  /** Counts and logs a failure, under the trace of the oldest row, and makes it last. */
  private IOException fail(String message, List<?> values, @Nullable Throwable cause) {
    var failed = new IOException(String.format(message, values.toArray()), cause);
    failure = failed;
    metrics.flushFailures().inc();
    var traceparent = rows.traceparent(inFlight.get(0));
    if (Traceparent.isValid(traceparent)) {
      MDC.put(Traceparent.LOG_KEY, Traceparent.traceId(traceparent));
    }
    LOG.error("{}", failed.getMessage());
    MDC.remove(Traceparent.LOG_KEY);
    return failed;
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private long in(long millis) {
    return time.getCurrentProcessingTime() + millis;
  }
}
