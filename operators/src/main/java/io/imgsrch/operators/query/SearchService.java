package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.plan.PathCosts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private final Deadlines deadlines = new Deadlines("imgsrch-search-deadlines");
  private final SearchTools tools;
  private final RecallAudit audit;
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
    return deadlines
        .within(
            limits.timeout(),
            new SearchRun(request, tools, traced(traceId), over::get).start(),
            () ->
                new QueryException(
                    ErrorCode.SEARCH_TIMEOUT,
                    "no answer within " + limits.timeout().toMillis() + " ms"))
        .whenComplete(
            (outcome, error) -> {
              over.set(true);
              room.release();
            })
        .thenApply(
            outcome -> {
              var answer = answer(request, outcome, traceId);
              var audited = outcome.audited();
              if (audited != null) {
                audit.offer(audited, outcome.explanation().path(), traceId);
              }
              return answer;
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

  /** The queue of the threads is bounded by the searches: each has one step at a time in it. */
  private Executor traced(String traceId) {
    return step -> threads.execute(() -> TraceContext.run(traceId, step));
  }

  @Override
  public void close() {
    try (audit) {
      deadlines.close();
      Threads.stop(threads);
    }
  }
}
