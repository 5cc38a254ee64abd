package io.imgsrch.operators.query;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * The pictures that a search may show, at one instant, which never changes. For any thread; nothing
 * here waits for anything.
 *
 * <p>Their vectors are there until their places are needed for others: shortly after that instant
 * there may be none, and a newer instant has to be asked.
 */
public interface AllowedImages {
  /**
   * How many may have an offer within the scope of the search: all that have one, and some more.
   */
  int count();

  /** How many of them have their vectors in memory. */
  int resident();

  /** How many pictures of the whole catalogue have a vector, in memory or not. */
  int indexed();

  /**
   * Whether those with their vectors in memory are in clusters, and more than there are clusters: a
   * search looks at the middle of each, which takes as long as to score as many pictures.
   */
  boolean clustered();

  /** Has searches by clusters look farther from now on: one of them missed too much. */
  void missed();

  /** Whether this instant is after every record before the ends of some topics. */
  boolean holds(TopicEnds ends);

  /** Whether a picture is one of them. */
  boolean contains(String imagePk);

  /** Tells merchant and product of each offer of a picture that is on sale within the scope. */
  void offers(String imagePk, BiConsumer<Long, String> action);

  /**
   * Those that have an offer and are nearest to a vector, the best first, of all that are in
   * memory: all are scored roughly, and the best again.
   *
   * @param vector L2-normalised
   * @param count at most so many
   * @param over whether the search is over; asked from time to time
   * @return empty if the vectors of this instant are gone
   * @throws java.util.concurrent.CancellationException if the search is over
   */
  Optional<List<ScoredImage>> nearest(float[] vector, int count, BooleanSupplier over);

  /**
   * The same, with only those scored that are in the clusters where the nearest ones may be: a few
   * may be missed.
   *
   * @throws IllegalStateException if they are in no clusters
   */
  Optional<List<ScoredImage>> nearestByClusters(float[] vector, int count, BooleanSupplier over);

  /** The same by brute force: all are scored by all that is known of them. */
  Optional<List<ScoredImage>> trulyNearest(float[] vector, int count, BooleanSupplier over);
}
