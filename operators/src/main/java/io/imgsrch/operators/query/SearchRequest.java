package io.imgsrch.operators.query;

/**
 * One search.
 *
 * @param topK hits wanted, 1 to {@link #MAX_TOP_K}
 * @param minScore no hit scores less; cosine similarity, −1 to 1
 * @param explain whether the answer says how it came about
 */
public record SearchRequest(
    Example example, Scope scope, int topK, double minScore, boolean explain) {
  public static final int DEFAULT_TOP_K = 10;
  public static final int MAX_TOP_K = 100;
  public static final double DEFAULT_MIN_SCORE = -1;

  /** Without an explanation. */
  public SearchRequest(Example example, Scope scope, int topK, double minScore) {
    this(example, scope, topK, minScore, false);
  }

  public SearchRequest {
    if (topK < 1 || topK > MAX_TOP_K) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE, "top_k", "must be between 1 and " + MAX_TOP_K + ", is " + topK);
    }
    // Written so that NaN is refused too.
    if (!(minScore >= -1 && minScore <= 1)) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE, "min_score", "must be between -1 and 1, is " + minScore);
    }
  }
}
