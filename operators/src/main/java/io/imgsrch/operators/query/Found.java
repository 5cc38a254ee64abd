package io.imgsrch.operators.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one round found.
 *
 * @param images that the search may show, the best first
 * @param exhausted whether there were fewer than it asked for, these and others
 * @param horizon score of the worst that it was given: all better ones were among them
 */
record Found(List<ScoredImage> images, boolean exhausted, double horizon) {
  static final Found NOTHING = all(List.of(), 0);

  /**
   * Keeps what is allowed.
   *
   * @param given the best first
   * @param wanted how many were asked for
   * @param allowed null if that is not known yet
   */
  static Found among(List<ScoredImage> given, int wanted, @Nullable AllowedImages allowed) {
    var kept =
        allowed == null
            ? given
            : given.stream().filter(image -> allowed.contains(image.imagePk())).toList();
    return of(kept, given, wanted);
  }

  /** All that was given is allowed. */
  static Found all(List<ScoredImage> given, int wanted) {
    return of(given, given, wanted);
  }

  private static Found of(List<ScoredImage> kept, List<ScoredImage> given, int wanted) {
    // Where nothing was given, nothing is known of the scores of others.
    double horizon =
        given.isEmpty() ? Double.POSITIVE_INFINITY : given.get(given.size() - 1).score();
    return new Found(kept, given.size() < wanted, horizon);
  }
}
