package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * One search on its way: candidates, their offers, the page; and again with more candidates while
 * the page is not full and there may be more. Its steps run one after the other.
 */
final class SearchRun {
  private final SearchRequest request;
  private final SearchLimits limits;
  private final Vectors vectors;
  private final Candidates candidates;
  private final ValidityReader validity;
  private final CatalogueMirror mirror;
  private final Executor executor;
  private final BooleanSupplier over;
  private final Reads reads;
  private final Ranking ranking;
  private final Set<String> seen = new HashSet<>();
  private final Stopwatch stopwatch = new Stopwatch();

  SearchRun(
      SearchRequest request,
      SearchLimits limits,
      Backends backends,
      StoreCalls calls,
      Executor executor,
      BooleanSupplier over) {
    this.request = request;
    this.limits = limits;
    this.vectors = new Vectors(backends, calls, limits.dimension());
    this.candidates = new Candidates(backends, calls, request.scope(), executor, over);
    this.validity = backends.validity();
    this.mirror = backends.mirror();
    this.executor = executor;
    this.over = over;
    this.reads = new Reads(limits.readsInFlight(), limits.maxCandidates(), over);
    this.ranking = new Ranking(request.scope(), request.topK());
  }

  /**
   * The page, and how it came about.
   *
   * @param degradeLevel a constant of {@link SearchAnswer}, by where the candidates came from
   */
  record Outcome(List<Hit> hits, boolean noneFailed, int degradeLevel, Timings timings) {}

  CompletableFuture<Outcome> start() {
    return stopwatch
        .time(
            Stopwatch.Stage.EMBED,
            CompletableFuture.completedFuture(request.example()).thenCompose(vectors::of))
        .thenComposeAsync(vector -> round(vector, limits.firstCandidates(request.topK())), executor)
        .thenApply(
            hits -> {
              reads.report();
              reads.requireAny();
              return new Outcome(
                  hits, reads.noneFailed(), candidates.degradeLevel(), stopwatch.timings());
            });
  }

  private CompletableFuture<List<Hit>> round(float[] vector, int count) {
    if (over.getAsBoolean()) {
      return CompletableFuture.failedFuture(new CancellationException("the search is over"));
    }
    return stopwatch
        .time(Stopwatch.Stage.VECTORS, candidates.near(vector, count))
        .thenComposeAsync(
            images ->
                filter(images)
                    .thenComposeAsync(filtered -> check(request.topK()), executor)
                    .thenCompose(
                        hits ->
                            hits.size() == request.topK()
                                    || nothingBehind(images, count)
                                    || reads.allFailed()
                                ? CompletableFuture.completedFuture(hits)
                                : round(vector, limits.moreCandidates(count))),
            executor);
  }

  private boolean nothingBehind(List<ScoredImage> images, int count) {
    return images.size() < count
        || count >= limits.maxCandidates()
        || images.get(images.size() - 1).score() < request.minScore();
  }

  private CompletableFuture<Void> filter(List<ScoredImage> images) {
    var fresh =
        images.stream()
            .filter(image -> image.score() >= request.minScore() && seen.add(image.imagePk()))
            .toList();
    var snapshot = mirror.snapshot();
    return snapshot == null
        ? filterByState(fresh)
        : stopwatch.time(
            Stopwatch.Stage.FILTER,
            CompletableFuture.runAsync(
                () -> fresh.forEach(image -> ranking.add(image, snapshot)), executor));
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
    var page = ranking.page(width);
    if (page.unread().isEmpty()) {
      return CompletableFuture.completedFuture(page.hits());
    }
    return stopwatch
        .time(
            Stopwatch.Stage.CHECK,
            reads.<String, Optional<Offer>>all(page.unread(), validity::offer))
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
