package io.imgsrch.operators.query;

import io.imgsrch.config.event.Position;
import java.util.List;

/**
 * One search.
 *
 * @param topK hits wanted, 1 to {@link #MAX_TOP_K}
 * @param minScore no hit scores less; cosine similarity, −1 to 1
 * @param explain whether the answer says how it came about
 * @param minPositions events that the answer must reflect, 0 to {@link #MAX_POSITIONS}
 */
public record SearchRequest(
    Example example,
    Scope scope,
    int topK,
    double minScore,
    boolean explain,
    List<Position> minPositions) {
  public static final int DEFAULT_TOP_K = 10;
  public static final int MAX_TOP_K = 100;
  public static final double DEFAULT_MIN_SCORE = -1;

  public static final int MAX_POSITIONS = 16;

  /** Of whatever is known. */
  public SearchRequest(Example example, Scope scope, int topK, double minScore, boolean explain) {
    this(example, scope, topK, minScore, explain, List.of());
  }

  /** Without an explanation. */
  public SearchRequest(Example example, Scope scope, int topK, double minScore) {
    this(example, scope, topK, minScore, false);
  }

  public SearchRequest {
    if (topK < 1 || topK > MAX_TOP_K) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE, "top_k", "must be between 1 and " + MAX_TOP_K + ", is " + topK);
    }
    if (minPositions.size() > MAX_POSITIONS) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "min_position",
          "must hold at most %d positions, holds %d".formatted(MAX_POSITIONS, minPositions.size()));
    }
    minPositions = List.copyOf(minPositions);
    // Written so that NaN is refused too.
    if (!(minScore >= -1 && minScore <= 1)) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE, "min_score", "must be between -1 and 1, is " + minScore);
    }
  }
}
