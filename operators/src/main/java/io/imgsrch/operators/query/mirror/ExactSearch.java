package io.imgsrch.operators.query.mirror;

import io.imgsrch.operators.query.NearestImages;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.DotProduct;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Scores every image that a search may show: by the high bytes of their vectors, and the best again
 * by all 16 bits. Of many, one bit a component is enough to see that most are not among the best.
 * For any thread.
 */
public final class ExactSearch {
  /** From so many images on it pays to guess before scoring. */
  static final int GUESSED_FROM = 1 << 13;

  /** Images scored between two looks at whether the search is over: some microseconds. */
  static final int BATCH = 1 << 8;

  private final DotProduct dots;
  private final LongAdder scored = new LongAdder();

  public ExactSearch(DotProduct dots) {
    this.dots = dots;
  }

  /** How many images were scored so far, by all searches and audits. */
  public long scored() {
    return scored.sum();
  }

  /**
   * The images nearest to a vector, of those that may have an offer within a scope.
   *
   * @param vector L2-normalised
   * @param count at most so many
   * @param over whether the search is over
   * @throws CancellationException if it is
   * @throws IllegalArgumentException if the vector has another dimension than those of the mirror
   */
  public NearestImages nearest(
      Mirror mirror, float[] vector, Scope scope, int count, BooleanSupplier over) {
    while (true) {
      var allowed = new AllowedView(this, mirror.view(), scope);
      var images = allowed.nearest(vector, count, over);
      if (images.isPresent()) {
        return new NearestImages(images.get(), allowed.count() - allowed.resident());
      }
    }
  }

  /** Of a view that was entered, and those of its images that may have an offer within a scope. */
  List<ScoredImage> nearest(
      MirrorView view,
      OrdinalSet allowed,
      Scope scope,
      float[] vector,
      int count,
      BooleanSupplier over) {
    var vectors = view.vectors();
    var scorable = scorable(vectors, allowed, vector);
    if (scorable.cardinality() == 0) {
      return List.of();
    }
    int wanted = Math.min(count, scorable.cardinality());
    var shortlist = new Shortlist(dots, view, scope, vector, wanted, over, scored);
    if (scorable.cardinality() >= GUESSED_FROM) {
      shortlist.guess();
    }
    shortlist.add(scorable);
    return descending(view, shortlist.nearest());
  }

  /**
   * The same, with only those scored that are in the clusters where the nearest ones may be.
   *
   * @throws IllegalStateException if the view has no clusters
   */
  List<ScoredImage> nearestByClusters(
      MirrorView view,
      OrdinalSet allowed,
      Scope scope,
      float[] vector,
      int count,
      BooleanSupplier over) {
    var vectors = view.vectors();
    var clusters = vectors.clusterings().serving();
    var reach = clusters == null ? null : clusters.reach();
    if (clusters == null || reach == null) {
      throw new IllegalStateException("no clusters");
    }
    var scorable = scorable(vectors, allowed, vector);
    if (scorable.cardinality() == 0) {
      return List.of();
    }
    int wanted = Math.min(count, scorable.cardinality());
    var shortlist = new Shortlist(dots, view, scope, vector, wanted, over, scored);
    boolean all = scorable.cardinality() == vectors.resident().cardinality();
    new ClusterVisits(clusters, reach, shortlist).add(scorable, all);
    return descending(view, shortlist.nearest());
  }

  /** The same, with all scored by all 16 bits. */
  List<ScoredImage> trulyNearest(
      MirrorView view,
      OrdinalSet allowed,
      Scope scope,
      float[] vector,
      int count,
      BooleanSupplier over) {
    var vectors = view.vectors();
    var scorable = scorable(vectors, allowed, vector);
    var best = new BestImages(Math.min(count, scorable.cardinality()));
    if (scorable.cardinality() == 0) {
      return List.of();
    }
    var query = QueryVector.of(vector);
    var offered = view.isOffered(scope);
    var batch = new int[BATCH];
    scorable.forEach(
        batch,
        number -> {
          if (over.getAsBoolean()) {
            throw new CancellationException("the search is over");
          }
          for (int i = 0; i < number; i++) {
            float score = vectors.exactly(dots, query, batch[i]);
            if (best.takes(batch[i], score) && offered.test(batch[i])) {
              best.offer(batch[i], score);
            }
          }
          scored.add(number);
        });
    return descending(view, best);
  }

  private static OrdinalSet scorable(
      ResidentVectors.Frozen vectors, OrdinalSet allowed, float[] vector) {
    var scorable = allowed.and(vectors.resident());
    if (scorable.cardinality() > 0 && vector.length != vectors.dimension()) {
      throw new IllegalArgumentException(
          "a vector of %d dimensions is not one of %d"
              .formatted(vector.length, vectors.dimension()));
    }
    return scorable;
  }

  /**
   * The vector of an image as it is in memory, to 16 bits a component.
   *
   * @return empty if it is not there
   */
  public static Optional<float[]> vectorOf(Mirror mirror, String imagePk) {
    while (true) {
      var view = mirror.view();
      var vectors = view.vectors();
      if (vectors.enter()) {
        try {
          int image = view.ordinal(imagePk);
          return image != MirrorView.NONE && vectors.resident().contains(image)
              ? Optional.of(vectors.get(image))
              : Optional.empty();
        } finally {
          vectors.exit();
        }
      }
    }
  }

  private static List<ScoredImage> descending(MirrorView view, BestImages best) {
    var images = new int[best.size()];
    var scores = new float[images.length];
    for (int i = images.length - 1; i >= 0; i--) {
      scores[i] = best.worstScore();
      images[i] = best.removeWorst();
    }
    return new NamedImages(view, images, scores);
  }
}
