package io.imgsrch.operators.query.mirror;

import io.imgsrch.operators.query.Scope;
import io.imgsrch.vector.DotProduct;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What may be nearest to a query, of the images that were added so far: scored by the high bytes of
 * their vectors, a few more than are wanted. For one search, of a view that was entered.
 */
final class Shortlist {
  /** Images scored again beyond those wanted: high bytes order them nearly right (ADR 14). */
  private static final int RESCORED_BEYOND = 40;

  private final DotProduct dots;
  private final ResidentVectors.Frozen vectors;
  private final QueryVector query;
  private final float[] vector;
  private @Nullable CodedQuery coded;
  private final IntPredicate offered;
  private final BooleanSupplier over;
  private final LongAdder scored;
  private final Batch batch = Batch.of(ExactSearch.BATCH);
  private final BestImages rough;
  private final BestImages wanted;

  /** Says which images are to be scored. */
  @FunctionalInterface
  interface Choice {
    /** Moves them, of the first so many, to the front; returns how many. */
    int retain(int[] images, int number);
  }

  /**
   * @param count of images wanted
   * @param over whether the search is over
   * @param scored counts those that were added
   */
  Shortlist(
      DotProduct dots,
      MirrorView view,
      Scope scope,
      float[] vector,
      int count,
      BooleanSupplier over,
      LongAdder scored) {
    this.dots = dots;
    this.vectors = view.vectors();
    this.query = QueryVector.of(vector);
    this.vector = vector;
    this.offered = view.isOffered(scope);
    this.over = over;
    this.scored = scored;
    this.rough = new BestImages(count + RESCORED_BEYOND);
    this.wanted = new BestImages(count);
  }

  QueryVector query() {
    return query;
  }

  /** From now on sees by a guess that an image is none of the best, and does not score it. */
  void guess() {
    coded = vectors.coded(vector);
  }

  /**
   * Adds images that have vectors.
   *
   * @throws CancellationException if the search is over
   */
  void add(OrdinalSet images) {
    add(images, (batched, number) -> number);
  }

  /** The same, of those that are chosen when their turn comes. */
  void add(OrdinalSet images, Choice choice) {
    images.forEach(
        batch.images(),
        number -> {
          int chosen = choice.retain(batch.images(), number);
          vectors.locate(batch, chosen);
          score(coded == null ? chosen : promising(coded, chosen));
          scored.add(chosen);
        });
  }

  /** Retains those whose codes leave it open that they are among the best; returns how many. */
  private int promising(CodedQuery coded, int number) {
    if (!rough.isFull()) {
      return number;
    }
    vectors.guess(coded, batch, number);
    return batch.retain(number, rough.worstScore() - coded.tolerance());
  }

  private void score(int number) {
    if (over.getAsBoolean()) {
      throw new CancellationException("the search is over");
    }
    vectors.roughly(dots, query, batch, number);
    for (int i = 0; i < number; i++) {
      int image = batch.images()[i];
      float score = batch.scores()[i];
      // Its offers are looked at only if its score is good enough.
      if (rough.takes(image, score) && offered.test(image)) {
        rough.offer(image, score);
        wanted.offer(image, score);
      }
    }
  }

  /** What an image has to score to be one of those wanted, roughly. */
  float leastScore() {
    return wanted.isFull() ? wanted.worstScore() : Float.NEGATIVE_INFINITY;
  }

  /** Those wanted, by all 16 bits; nothing can be added any more. */
  BestImages nearest() {
    var best = new BestImages(wanted.capacity());
    while (rough.size() > 0) {
      int image = rough.removeWorst();
      best.offer(image, vectors.exactly(dots, query, image));
    }
    return best;
  }
}
