package io.imgsrch.operators.query;

import io.imgsrch.operators.query.plan.Path;
import io.imgsrch.operators.query.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a search came to its candidates.
 *
 * @param plan what was chosen at first
 * @param path what was taken in the end
 * @param allowed pictures that the search may show; null if the catalogue was not in memory, as the
 *     next
 * @param resident of these, with their vectors in memory
 * @param rounds in their order; none where nothing was allowed
 */
public record Explanation(
    Path plan,
    Path path,
    @Nullable Integer allowed,
    @Nullable Integer resident,
    List<Round> rounds) {

  /**
   * One look for candidates.
   *
   * @param candidates wanted
   * @param found that may be shown
   * @param exactMs what scoring all in memory was to take; null if it could not find all
   * @param clusteredMs what scoring some clusters was to take; null if that would not find all, or
   *     there were none
   * @param indexMs what the vector store was to take, for so many candidates or as many as it would
   *     have needed; null if it had no more to give
   * @param tookMs what it took
   */
  public record Round(
      Path path,
      int candidates,
      int found,
      @Nullable Double exactMs,
      @Nullable Double clusteredMs,
      @Nullable Double indexMs,
      double tookMs) {

    static Round of(Plan plan, int found, double tookMillis) {
      return new Round(
          plan.path(),
          plan.candidates(),
          found,
          estimate(plan.exactMillis()),
          estimate(plan.clusteredMillis()),
          estimate(plan.indexMillis()),
          Stopwatch.rounded(tookMillis));
    }

    private static @Nullable Double estimate(double millis) {
      return Double.isInfinite(millis) ? null : Double.valueOf(Stopwatch.rounded(millis));
    }
  }
}
