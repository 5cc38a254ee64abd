package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.plan.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds some answers again by brute force, and by the paths that they did not take, so that their
 * costs stay measured. On a thread of its own, one answer at a time, of which it uses a small
 * share.
 */
final class RecallAudit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecallAudit.class);

  /** Time for one answer: some millions of pictures. */
  private static final long MAX_NANOS = 2_000_000_000L;

  /** An audit is followed by a pause this many times as long. */
  private static final int PAUSES = 49;

  private final AuditOptions options;
  private final AuditMetrics metrics;
  private final SearchTools tools;
  private final AtomicInteger unaudited = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long nextNanos;
  private volatile boolean closed;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Threads.named("imgsrch-audit"));

  RecallAudit(AuditOptions options, AuditMetrics metrics, SearchTools tools) {
    this.options = options;
    this.metrics = metrics;
    this.tools = tools;
    this.nextNanos = tools.nanoClock().getAsLong();
  }

  /** Audits an answer that was given, if it is time for one. Returns at once. */
  void offer(Audited answer, Path taken, String traceId) {
    if (options.every() == 0
        || unaudited.incrementAndGet() < options.every()
        || tools.nanoClock().getAsLong() - nextNanos < 0
        || !busy.compareAndSet(false, true)) {
      return;
    }
    unaudited.set(0);
    try {
      thread.execute(() -> TraceContext.run(traceId, () -> audit(answer, taken)));
    } catch (RejectedExecutionException e) {
      LOG.debug("no audit while the server ends", e);
    }
  }

  private void audit(Audited answer, Path taken) {
    long start = tools.nanoClock().getAsLong();
    BooleanSupplier over = () -> closed || tools.nanoClock().getAsLong() - start > MAX_NANOS;
    try {
      var recall = Recall.of(answer, over);
      if (recall.isPresent()) {
        report(recall.getAsDouble(), answer, taken);
        takeOtherPaths(answer, taken, over);
      }
    } catch (CancellationException e) {
      LOG.debug("the audit was given up", e);
    } catch (RuntimeException e) {
      LOG.error("an answer could not be audited", e);
    } finally {
      long end = tools.nanoClock().getAsLong();
      nextNanos = end + PAUSES * (end - start);
      busy.set(false);
    }
  }

  private void report(double recall, Audited answer, Path taken) {
    boolean alarming = recall < options.floor();
    metrics.audited(recall, alarming);
    if (alarming && taken == Path.CLUSTERED) {
      answer.allowed().missed();
      LOG.warn(
          "an answer by clusters has {} of the best {} products, less than query.recall_floor, {}:"
              + " the next searches look at more of them",
          recall,
          answer.request().topK(),
          options.floor());
    } else if (alarming) {
      LOG.warn(
          "an answer has {} of the best {} products, less than query.recall_floor, {}: compare"
              + " milvus.search_ef, and run rebuild milvus if rows are missing",
          recall,
          answer.request().topK(),
          options.floor());
    }
  }

  private void takeOtherPaths(Audited answer, Path taken, BooleanSupplier over) {
    int count = tools.planner().candidates(answer.request().topK());
    var allowed = answer.allowed();
    if (taken != Path.EXACT) {
      var unused = tools.exact().find(allowed, answer.vector(), count, over);
    }
    if (taken != Path.CLUSTERED && allowed.clustered()) {
      int wanted = tools.planner().clusteredCandidates(answer.request().topK());
      var unused = tools.clustered().find(allowed, answer.vector(), wanted, over);
    }
    if (taken != Path.INDEX && tools.index().worthwhile()) {
      var unused = tools.index().find(answer.vector(), count, allowed, false, Runnable::run);
    }
  }

  @Override
  public void close() {
    closed = true;
    Threads.stop(thread);
  }
}
