package io.imgsrch.operators.query.plan;

/**
 * What each way takes.
 *
 * @param exact by the pictures that are scored
 * @param clustered by the pictures that are allowed
 * @param index by the pictures that are asked for, filtering them in memory included
 */
public record PathCosts(CostCurve exact, CostCurve clustered, CostCurve index) {
  private static final double EXACT_FIXED_MILLIS = 0.02;
  private static final double EXACT_MILLIS_EACH = 5e-5;
  private static final double CLUSTERED_FIXED_MILLIS = 0.1;
  private static final double CLUSTERED_MILLIS_EACH = 1e-6;
  private static final double INDEX_FIXED_MILLIS = 2;
  private static final double INDEX_MILLIS_EACH = 3e-3;

  /** As a core with vector instructions and a Milvus nearby would take, until they are measured. */
  public static PathCosts guessed() {
    return new PathCosts(
        new CostCurve(EXACT_FIXED_MILLIS, EXACT_MILLIS_EACH),
        new CostCurve(CLUSTERED_FIXED_MILLIS, CLUSTERED_MILLIS_EACH),
        new CostCurve(INDEX_FIXED_MILLIS, INDEX_MILLIS_EACH));
  }
}
