package io.imgsrch.operators.query.plan;

/**
 * How to look for candidates next, and why.
 *
 * @param candidates wanted of it
 * @param exactMillis what {@link Path#EXACT} would take; infinite if it would not find all
 * @param indexMillis what {@link Path#INDEX} would take; infinite if it has no more to give
 */
public record Plan(Path path, int candidates, double exactMillis, double indexMillis) {
  /** There is nothing more to be found. */
  public static final Plan NOTHING =
      new Plan(Path.NOTHING, 0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** The same estimates, and the exact path in spite of them. */
  public Plan exactly(int exactCandidates) {
    return new Plan(Path.EXACT, exactCandidates, exactMillis, indexMillis);
  }
}
