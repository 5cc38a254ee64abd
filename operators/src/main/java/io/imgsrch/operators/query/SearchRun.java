package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One search on its way: candidates, their offers, the page; and again with more candidates while
 * the page is not full and there may be more. Its steps run one after the other. Where its scope
 * allows nothing, it ends before it looks at its example.
 */
final class SearchRun {
  private final SearchRequest request;
  private final SearchLimits limits;
  private final Vectors vectors;
  private final Candidates candidates;
  private final ValidityReader validity;
  private final Executor executor;
  private final BooleanSupplier over;
  private final Reads reads;
  private final Ranking ranking;
  private final Stopwatch stopwatch = new Stopwatch();

  SearchRun(SearchRequest request, SearchTools tools, Executor executor, BooleanSupplier over) {
    this.request = request;
    this.limits = tools.limits();
    this.vectors = new Vectors(tools.backends(), tools.calls(), limits.dimension());
    this.candidates = new Candidates(tools, request, executor, over);
    this.validity = tools.backends().validity();
    this.executor = executor;
    this.over = over;
    this.reads = new Reads(limits.readsInFlight(), limits.maxCandidates(), over);
    this.ranking = new Ranking(request);
  }

  /**
   * The page, and how it came about.
   *
   * @param degradeLevel a constant of {@link SearchAnswer}, by where the candidates came from
   * @param audited what an audit has to know; null if there is nothing to compare with
   */
  record Outcome(
      List<Hit> hits,
      boolean noneFailed,
      int degradeLevel,
      Timings timings,
      Explanation explanation,
      @Nullable Audited audited) {}

  /**
   * Searches.
   *
   * @param minimum the oldest catalogue that it may show
   */
  CompletableFuture<Outcome> start(Minimum minimum) {
    candidates.require(minimum);
    return CompletableFuture.completedFuture(request.example())
        .thenApply(vectors::checked)
        .thenCompose(
            example ->
                candidates.plan()
                    ? search(example)
                    : CompletableFuture.completedFuture(outcome(List.of(), null)));
  }

  private CompletableFuture<Outcome> search(Example example) {
    var embedded = vectors.of(example);
    boolean known = embedded.isDone();
    return stopwatch
        .time(Stopwatch.Stage.EMBED, embedded)
        .thenComposeAsync(
            vector ->
                known || candidates.plan()
                    ? round(vector).thenApply(hits -> outcome(hits, vector))
                    : CompletableFuture.completedFuture(outcome(List.of(), null)),
            executor);
  }

  private Outcome outcome(List<Hit> hits, float @Nullable [] vector) {
    reads.report();
    reads.requireAny();
    var allowed = candidates.allowed();
    return new Outcome(
        hits,
        reads.noneFailed(),
        candidates.degradeLevel(),
        stopwatch.timings(),
        candidates.explanation(),
        vector == null || allowed == null
            ? null
            : new Audited(request, vector, allowed, ranking, hits));
  }

  private CompletableFuture<List<Hit>> round(float[] vector) {
    if (over.getAsBoolean()) {
      return CompletableFuture.failedFuture(new CancellationException("the search is over"));
    }
    return stopwatch
        .time(Stopwatch.Stage.VECTORS, candidates.near(vector))
        .thenComposeAsync(this::filter, executor)
        .thenComposeAsync(filtered -> check(request.topK()), executor)
        .thenCompose(
            hits ->
                hits.size() == request.topK() || reads.allFailed() || !candidates.more(hits.size())
                    ? CompletableFuture.completedFuture(hits)
                    : round(vector));
  }

  private CompletableFuture<Void> filter(List<ScoredImage> images) {
    var allowed = candidates.allowed();
    if (allowed == null) {
      return filterByState(ranking.fresh(images));
    }
    ranking.addAll(images, allowed);
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> filterByState(List<ScoredImage> fresh) {
    return stopwatch
        .time(
            Stopwatch.Stage.FILTER,
            reads.<ScoredImage, List<ImageOffer>>all(
                fresh, image -> validity.imageOffers(image.imagePk())))
        .thenAcceptAsync(
            results -> {
              for (var result : results) {
                if (reads.succeeded(result)) {
                  ranking.add(result.key(), Objects.requireNonNull(result.value()));
                }
              }
            },
            executor);
  }

  /** Reads ahead, twice as far each time, so that a long run of stale candidates ends soon. */
  private CompletableFuture<List<Hit>> check(int width) {
    var page = stopwatch.time(Stopwatch.Stage.FILTER, () -> ranking.page(width));
    if (page.unread().isEmpty()) {
      return CompletableFuture.completedFuture(page.hits());
    }
    return stopwatch
        .time(
            Stopwatch.Stage.CHECK,
            reads.<String, Optional<Offer>>allAtOnce(page.unread(), validity::offers))
        .thenComposeAsync(
            results -> {
              for (var result : results) {
                if (reads.succeeded(result)) {
                  ranking.addOffer(result.key(), Objects.requireNonNull(result.value()));
                } else {
                  ranking.addUnreadable(result.key());
                }
              }
              return check(Math.min(2 * width, limits.maxCandidates()));
            },
            executor);
  }
}
