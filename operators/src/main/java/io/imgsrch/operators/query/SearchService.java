package io.imgsrch.operators.query;

import io.imgsrch.config.event.Position;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.plan.PathCosts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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
  /** Those that wait for events leave room for the others. */
  private static final int WAITING_PART = 2;

  private final SearchLimits limits;
  private final PictureUrls pictures;
  private final CatalogueAge age;
  private final Semaphore room;
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final MinPositions positions;
  private final Semaphore waitingRoom;
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
    this(
        backends,
        limits,
        pictures,
        age,
        MinPositions.none(),
        AuditOptions.OFF,
        (recall, alarming) -> {});
  }

  /** Uses the backends and the positions, and leaves closing them to its caller. */
  public SearchService(
      Backends backends,
      SearchLimits limits,
      PictureUrls pictures,
      CatalogueAge age,
      MinPositions positions,
      AuditOptions auditOptions,
      AuditMetrics auditMetrics) {
    this(
        backends,
        limits,
        pictures,
        age,
        positions,
        auditOptions,
        auditMetrics,
        PathCosts.guessed(),
        System::nanoTime,
        WorkClock.ofThread());
  }

  /** With what is known of costs, and clocks to measure them by. */
  SearchService(
      Backends backends,
      SearchLimits limits,
      PictureUrls pictures,
      CatalogueAge age,
      MinPositions positions,
      AuditOptions auditOptions,
      AuditMetrics auditMetrics,
      PathCosts costs,
      LongSupplier nanoClock,
      LongSupplier workClock) {
    this.limits = limits;
    this.pictures = pictures;
    this.age = age;
    this.tools = SearchTools.of(limits, backends, deadlines, costs, nanoClock, workClock);
    this.audit = new RecallAudit(auditOptions, auditMetrics, tools);
    this.room = new Semaphore(limits.searches());
    this.positions = positions;
    this.waitingRoom = new Semaphore(Math.max(1, limits.searches() / WAITING_PART));
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
    var minimum = minimum(request, over::get, outcome);
    var answer =
        deadlines
            .within(
                limits.timeout(),
                outcome,
                () -> minimum.isDone() ? tooLate() : notReached(request.minPositions()))
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
    begin(steps, () -> complete(outcome, minimum.thenComposeAsync(run::start, steps)), outcome);
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

  /** Completes once everything is reflected that the search must see. */
  private CompletableFuture<Minimum> minimum(
      SearchRequest request, BooleanSupplier over, CompletableFuture<?> outcome) {
    if (request.minPositions().isEmpty()) {
      return CompletableFuture.completedFuture(Minimum.NONE);
    }
    if (!waitingRoom.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new QueryException(ErrorCode.OVERLOADED, "too many searches wait for events: try later"));
    }
    var reached = positions.await(request.minPositions(), request.scope(), over);
    var unused =
        CompletableFuture.anyOf(reached, outcome)
            .whenComplete((first, error) -> waitingRoom.release());
    return reached;
  }

  private QueryException tooLate() {
    return new QueryException(
        ErrorCode.SEARCH_TIMEOUT, "no answer within " + limits.timeout().toMillis() + " ms");
  }

  private QueryException notReached(List<Position> asked) {
    return QueryException.notReached(
        "not every event is reflected after " + limits.timeout().toMillis() + " ms: try again",
        positions.reached(asked));
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
