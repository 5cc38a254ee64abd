package io.imgsrch.operators.query;

import io.imgsrch.operators.query.plan.CostCurve;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The way through memory: all that is allowed is scored, and measured. For any thread. */
final class ExactPath {
  private static final double NANOS_PER_MILLI = 1e6;

  private final CostCurve costs;
  private final LongSupplier nanoClock;

  ExactPath(CostCurve costs, LongSupplier nanoClock) {
    this.costs = costs;
    this.nanoClock = nanoClock;
  }

  /** As {@link AllowedImages#nearest}. */
  Optional<Found> find(AllowedImages allowed, float[] vector, int count, BooleanSupplier over) {
    long start = nanoClock.getAsLong();
    var images = allowed.nearest(vector, count, over);
    if (images.isPresent()) {
      costs.measured(allowed.resident(), (nanoClock.getAsLong() - start) / NANOS_PER_MILLI);
    }
    return images.map(given -> Found.all(given, count));
  }
}
