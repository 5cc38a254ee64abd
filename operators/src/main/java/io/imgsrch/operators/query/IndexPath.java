package io.imgsrch.operators.query;

import io.imgsrch.operators.query.plan.CostCurve;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way through the vector store, which is asked without a filter: what it gives is filtered in
 * memory. Each answer is measured. For any thread.
 */
final class IndexPath {
  private static final double NANOS_PER_MILLI = 1e6;

  private final VectorIndex index;
  private final StoreCalls calls;
  private final CostCurve costs;
  private final LongSupplier nanoClock;

  IndexPath(VectorIndex index, StoreCalls calls, CostCurve costs, LongSupplier nanoClock) {
    this.index = index;
    this.calls = calls;
    this.costs = costs;
    this.nanoClock = nanoClock;
  }

  /** As {@link StoreCalls#worthwhile}. */
  boolean worthwhile() {
    return calls.worthwhile();
  }

  /**
   * The allowed ones of so many pictures nearest to a vector.
   *
   * @param allowed null while that is not known, and all are kept
   * @param current as in {@link VectorIndex#search}
   * @param executor filters
   * @return fails with {@link ErrorCode#INDEX_UNAVAILABLE}
   */
  CompletableFuture<Found> find(
      float[] vector,
      int count,
      @Nullable AllowedImages allowed,
      boolean current,
      Executor executor) {
    long start = nanoClock.getAsLong();
    return calls
        .make(() -> index.search(vector, count, current))
        .thenApplyAsync(
            images -> {
              var found = Found.among(images, count, allowed);
              costs.measured(count, (nanoClock.getAsLong() - start) / NANOS_PER_MILLI);
              return found;
            },
            executor);
  }
}
