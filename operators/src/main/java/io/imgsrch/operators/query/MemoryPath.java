package io.imgsrch.operators.query;

import io.imgsrch.operators.query.plan.CostCurve;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A way through memory, whose searches are measured. For any thread. */
final class MemoryPath {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Search search;
  private final CostCurve costs;
  private final LongSupplier workClock;

  /** As {@link AllowedImages#nearest}. */
  @FunctionalInterface
  interface Search {
    Optional<List<ScoredImage>> of(
        AllowedImages allowed, float[] vector, int count, BooleanSupplier over);
  }

  MemoryPath(Search search, CostCurve costs, LongSupplier workClock) {
    this.search = search;
    this.costs = costs;
    this.workClock = workClock;
  }

  /** As {@link AllowedImages#nearest}. */
  Optional<Found> find(AllowedImages allowed, float[] vector, int count, BooleanSupplier over) {
    long start = workClock.getAsLong();
    var images = search.of(allowed, vector, count, over);
    if (images.isPresent()) {
      costs.measured(allowed.resident(), (workClock.getAsLong() - start) / NANOS_PER_MILLI);
    }
    return images.map(given -> Found.all(given, count));
  }
}
