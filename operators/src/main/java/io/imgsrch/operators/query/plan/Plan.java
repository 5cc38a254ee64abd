package io.imgsrch.operators.query.plan;

/**
 * How to look for candidates next, and why.
 *
 * @param candidates wanted of it
 * @param exactMillis what {@link Path#EXACT} would take; infinite if it would not find all
 * @param clusteredMillis what {@link Path#CLUSTERED} would take; infinite if that is out of the
 *     question
 * @param indexMillis what {@link Path#INDEX} would take; infinite if it has no more to give
 */
public record Plan(
    Path path, int candidates, double exactMillis, double clusteredMillis, double indexMillis) {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** There is nothing more to be found. */
  public static final Plan NOTHING = new Plan(Path.NOTHING, 0, NEVER, NEVER, NEVER);

  /** The same path and estimates, and more candidates. */
  Plan wider(int moreCandidates) {
    return new Plan(path, moreCandidates, exactMillis, clusteredMillis, indexMillis);
  }
}
