package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.plan.PathCosts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Searches: embeds, finds candidates in the mirror or in the vector store, whichever is planned,
 * keeps what is on sale by the mirror, or while there is none by the state, and checks the page
 * against the state. Blocks no thread; every search ends in time.
 *
 * <p>A candidate that cannot be read is not shown, and the answer says that there was one. When
 * nothing could be read, there is no answer but {@link ErrorCode#STATE_UNAVAILABLE}.
 */
public final class SearchService implements AutoCloseable {
  private final SearchLimits limits;
  private final PictureUrls pictures;
  private final CatalogueAge age;
  private final Semaphore room;
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Deadlines deadlines = new Deadlines("imgsrch-search-deadlines");
  private final SearchTools tools;
  private final RecallAudit audit;

  /** Their queue is bounded by the searches: each has one step at a time in it. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(), Threads.named("imgsrch-search"));

  /** Audits nothing; uses the backends, and leaves closing them to its caller. */
  public SearchService(
      Backends backends, SearchLimits limits, PictureUrls pictures, CatalogueAge age) {
    this(backends, limits, pictures, age, AuditOptions.OFF, (recall, alarming) -> {});
  }

  /** Uses the backends, and leaves closing them to its caller. */
  public SearchService(
      Backends backends,
      SearchLimits limits,
      PictureUrls pictures,
      CatalogueAge age,
      AuditOptions auditOptions,
      AuditMetrics auditMetrics) {
    this(
        backends,
        limits,
        pictures,
        age,
        auditOptions,
        auditMetrics,
        PathCosts.guessed(),
        System::nanoTime);
  }

  /** With what is known of costs, and a clock to measure them by. */
  SearchService(
      Backends backends,
      SearchLimits limits,
      PictureUrls pictures,
      CatalogueAge age,
      AuditOptions auditOptions,
      AuditMetrics auditMetrics,
      PathCosts costs,
      LongSupplier nanoClock) {
    this.limits = limits;
    this.pictures = pictures;
    this.age = age;
    this.tools = SearchTools.of(limits, backends, deadlines, costs, nanoClock);
    this.audit = new RecallAudit(auditOptions, auditMetrics, tools);
    this.room = new Semaphore(limits.searches());
  }

  /** How old what a search sees is. */
  @FunctionalInterface
  public interface CatalogueAge {
    /** Milliseconds since the newest change was appended; null before the first. */
    @Nullable Long millis();
  }

  /**
   * Searches.
   *
   * @param traceId of the request; in every line that is logged for it
   * @return fails with {@link QueryException}
   */
  public CompletableFuture<SearchAnswer> search(SearchRequest request, String traceId) {
    if (!room.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new QueryException(
              ErrorCode.OVERLOADED, limits.searches() + " searches are on their way: try later"));
    }
    var over = new AtomicBoolean();
    var outcome = new CompletableFuture<SearchRun.Outcome>();
    var answer =
        deadlines
            .within(
                limits.timeout(),
                outcome,
                () ->
                    new QueryException(
                        ErrorCode.SEARCH_TIMEOUT,
                        "no answer within " + limits.timeout().toMillis() + " ms"))
            .whenComplete(
                (found, error) -> {
                  over.set(true);
                  room.release();
                })
            .thenApply(
                found -> {
                  var audited = found.audited();
                  if (audited != null) {
                    audit.offer(audited, found.explanation().path(), traceId);
                  }
                  return answer(request, found, traceId);
                });
    var steps = new SearchSteps(threads, traceId);
    var run = new SearchRun(request, tools, steps, over::get);
    begin(steps, () -> complete(outcome, run.start()), outcome);
    return answer;
  }

  /**
   * Begins on the caller's thread where there is a core for it, to spare the way to another, which
   * takes longer than many a search.
   */
  private void begin(SearchSteps steps, Runnable first, CompletableFuture<?> outcome) {
    if (cores.tryAcquire()) {
      try {
        steps.here(first);
      } finally {
        cores.release();
      }
    } else {
      try {
        steps.execute(first);
      } catch (RejectedExecutionException e) {
        outcome.completeExceptionally(e);
      }
    }
  }

  private static <T> void complete(CompletableFuture<T> result, CompletableFuture<T> by) {
    var unused =
        by.whenComplete(
            (value, error) -> {
              if (error == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(error);
              }
            });
  }

  private SearchAnswer answer(SearchRequest request, SearchRun.Outcome outcome, String traceId) {
    return new SearchAnswer(
        traceId,
        outcome.noneFailed()
            ? outcome.degradeLevel()
            : Math.max(outcome.degradeLevel(), SearchAnswer.SOME_READS_FAILED),
        outcome.noneFailed(),
        age.millis(),
        outcome.timings(),
        outcome.hits().stream().map(hit -> hit.withPictureUrl(pictures.of(hit.imagePk()))).toList(),
        request.explain() ? outcome.explanation() : null);
  }

  @Override
  public void close() {
    try (audit) {
      deadlines.close();
      Threads.stop(threads);
    }
  }
}
