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
import java.util.function.IntPredicate;

/**
 * Scores every image that a search may show: by the high bytes of their vectors, and the best again
 * by all 16 bits. Of many, one bit a component is enough to see that most are not among the best.
 * For any thread.
 */
public final class ExactSearch {
  /** Images scored again beyond those wanted: high bytes order them nearly right (ADR 14). */
  private static final int RESCORED_BEYOND = 40;

  /** From so many images on it pays to guess before scoring. */
  private static final int GUESSED_FROM = 1 << 13;

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
    var query = vectors.query(vector);
    var rough = new BestImages(Math.min(scorable.cardinality(), wanted + RESCORED_BEYOND));
    boolean guesses = scorable.cardinality() >= GUESSED_FROM;
    scan(
        scorable,
        (batch, number) -> {
          vectors.locate(batch, number);
          int promising =
              guesses ? promising(vectors, query.coded(), batch, number, rough) : number;
          vectors.roughly(dots, query, batch, promising);
          return promising;
        },
        rough,
        offered(view, scope),
        over);
    var best = new BestImages(wanted);
    while (rough.size() > 0) {
      int image = rough.removeWorst();
      best.offer(image, vectors.exactly(dots, query, image));
    }
    return descending(view, best);
  }

  /** Retains those whose codes leave it open that they are among the best; returns how many. */
  private static int promising(
      ResidentVectors.Frozen vectors, CodedQuery query, Batch batch, int number, BestImages best) {
    if (!best.isFull()) {
      return number;
    }
    vectors.guess(query, batch, number);
    return batch.retain(number, best.worstScore() - query.tolerance());
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
    var query = vectors.query(vector);
    scan(
        scorable,
        (batch, number) -> {
          for (int i = 0; i < number; i++) {
            batch.scores()[i] = vectors.exactly(dots, query, batch.images()[i]);
          }
          return number;
        },
        best,
        offered(view, scope),
        over);
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

  /** Gives images scores. */
  @FunctionalInterface
  private interface Scorer {
    /** Returns how many of the batch got one; they are the first now. */
    int score(Batch batch, int number);
  }

  /** Looks at the offers of an image only if its score is good enough. */
  private void scan(
      OrdinalSet all, Scorer scorer, BestImages best, IntPredicate offered, BooleanSupplier over) {
    var batch = Batch.of(BATCH);
    var images = batch.images();
    var scores = batch.scores();
    all.forEach(
        images,
        number -> {
          if (over.getAsBoolean()) {
            throw new CancellationException("the search is over");
          }
          int scoredNow = scorer.score(batch, number);
          for (int i = 0; i < scoredNow; i++) {
            if (best.takes(images[i], scores[i]) && offered.test(images[i])) {
              best.offer(images[i], scores[i]);
            }
          }
          scored.add(number);
        });
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
