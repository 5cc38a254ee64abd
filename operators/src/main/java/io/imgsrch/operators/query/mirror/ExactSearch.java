package io.imgsrch.operators.query.mirror;

import io.imgsrch.operators.query.NearestImages;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.DotProduct;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/**
 * Scores every image that a search may show: all by the high bytes of their vectors, and the best
 * again by all 16 bits. For any thread.
 */
public final class ExactSearch {
  /** Among them were the best 20 of each of 500 searches of real vectors (ADR 14). */
  private static final int MIN_RESCORED = 40;

  /** Images scored between two looks at whether the search is over: a millisecond at the most. */
  private static final int BATCH = 1 << 12;

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
    var rough = new BestImages(rescored(wanted, scorable.cardinality()));
    var query = VectorChunk.highBytes(vector);
    scan(scorable, image -> vectors.roughly(dots, query, image), rough, offered(view, scope), over);
    var best = new BestImages(wanted);
    while (rough.size() > 0) {
      int image = rough.removeWorst();
      best.offer(image, vectors.exactly(vector, image));
    }
    return descending(view, best);
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
    scan(scorable, image -> vectors.exactly(vector, image), best, offered(view, scope), over);
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

  /** Of images that a scope allows, those that it truly does. */
  private static IntPredicate offered(MirrorView view, Scope scope) {
    boolean exact = scope.merchantIds() == null || scope.category() == null;
    return exact ? image -> true : image -> view.isOffered(image, scope);
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

  private static int rescored(int wanted, int scorable) {
    return Math.min(scorable, Math.max(MIN_RESCORED, 2 * wanted));
  }

  /** Gives each image a score. */
  @FunctionalInterface
  private interface Scores {
    float of(int image);
  }

  /** Looks at the offers of an image only if its score is good enough. */
  private void scan(
      OrdinalSet images,
      Scores scores,
      BestImages best,
      IntPredicate offered,
      BooleanSupplier over) {
    var batch = new int[1];
    images.forEach(
        image -> {
          float score = scores.of(image);
          if (best.takes(image, score) && offered.test(image)) {
            best.offer(image, score);
          }
          if (++batch[0] == BATCH) {
            batch[0] = 0;
            scored.add(BATCH);
            if (over.getAsBoolean()) {
              throw new CancellationException("the search is over");
            }
          }
        });
    scored.add(batch[0]);
  }

  private static List<ScoredImage> descending(MirrorView view, BestImages best) {
    var images = new ScoredImage[best.size()];
    for (int i = images.length - 1; i >= 0; i--) {
      float score = best.worstScore();
      images[i] = new ScoredImage(view.imagePk(best.removeWorst()), score);
    }
    return Arrays.asList(images);
  }
}
