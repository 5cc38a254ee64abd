package io.imgsrch.operators.query;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures that one search may show, the nearest first: by the vector store, or while that is
 * away by scoring in memory all that the search allows. Its calls are made one after the other.
 */
final class Candidates {
  private static final Logger LOG = LoggerFactory.getLogger(Candidates.class);

  private final VectorIndex index;
  private final CatalogueMirror mirror;
  private final StoreCalls calls;
  private final Scope scope;
  private final Executor executor;
  private final BooleanSupplier over;
  private volatile int degradeLevel = SearchAnswer.NORMAL;

  /**
   * @param executor of what scores in memory
   * @param over whether the search is over
   */
  Candidates(
      Backends backends, StoreCalls calls, Scope scope, Executor executor, BooleanSupplier over) {
    this.index = backends.vectors();
    this.mirror = backends.mirror();
    this.calls = calls;
    this.scope = scope;
    this.executor = executor;
    this.over = over;
  }

  /**
   * The pictures nearest to a vector.
   *
   * @param count at most so many; fewer only where there are no more
   * @return fails with {@link ErrorCode#INDEX_UNAVAILABLE} if neither knows
   */
  CompletableFuture<List<ScoredImage>> near(float[] vector, int count) {
    boolean skipped =
        degradeLevel != SearchAnswer.NORMAL || (mirror.snapshot() != null && !calls.worthwhile());
    var asked =
        skipped
            ? CompletableFuture.<List<ScoredImage>>failedFuture(
                StoreCalls.unavailable("keeps failing"))
            : calls.make(() -> index.search(vector, count));
    return asked.exceptionallyAsync(
        error -> {
          var images = inMemory(vector, count, error);
          if (!skipped) {
            LOG.warn("searched in memory", Failures.unwrapped(error));
          }
          return images;
        },
        executor);
  }

  private List<ScoredImage> inMemory(float[] vector, int count, Throwable error) {
    var nearest = mirror.nearest(vector, scope, count, over);
    if (nearest == null || (nearest.images().isEmpty() && nearest.unscored() > 0)) {
      throw error instanceof CompletionException e ? e : new CompletionException(error);
    }
    degradeLevel = nearest.unscored() == 0 ? SearchAnswer.IN_MEMORY : SearchAnswer.PARTLY_IN_MEMORY;
    return nearest.images();
  }

  /** How the search had to do with less: a constant of {@link SearchAnswer}. */
  int degradeLevel() {
    return degradeLevel;
  }
}
