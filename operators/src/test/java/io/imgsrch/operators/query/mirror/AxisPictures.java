package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.ScalarDotProduct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Pictures that lie on axes and come and go, in a mirror of one chunk, so that every place is
 * another picture's again and again; and searches for them. One thread writes.
 */
final class AxisPictures {
  private static final int DIMENSION = 32;
  private static final int PER_AXIS = 64;
  private static final int ROUNDS = 500;
  private static final int TOP = 100;

  private final Mirror mirror = new Mirror(DIMENSION, VectorChunk.size(DIMENSION));
  private final Map<String, Integer> axes = new HashMap<>();
  private final String[][] pictures = new String[DIMENSION][PER_AXIS];

  /** The nearest so many to a vector. */
  @FunctionalInterface
  interface Search {
    List<ScoredImage> of(ExactSearch search, float[] vector, int count);
  }

  AxisPictures() {
    for (int axis = 0; axis < DIMENSION; axis++) {
      for (int i = 0; i < PER_AXIS; i++) {
        pictures[axis][i] = Digest.sha256(new byte[] {(byte) axis, (byte) i});
        axes.put(pictures[axis][i], axis);
      }
    }
  }

  Mirror mirror() {
    return mirror;
  }

  /** Lets pictures come and go, at most half of a chunk at a time. */
  void replace() {
    var random = new Random(1);
    var there = new HashMap<String, Integer>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int change = 0; change < 20; change++) {
        int axis = random.nextInt(DIMENSION);
        var imagePk = pictures[axis][random.nextInt(PER_AXIS)];
        if (there.remove(imagePk) != null) {
          mirror.apply(Samples.offer(1, imagePk, "shoes", false));
          mirror.apply(ImageVector.purged(imagePk, ""));
        } else if (there.size() < VectorChunk.SLOTS / 2) {
          there.put(imagePk, axis);
          mirror.apply(Samples.offer(1, imagePk, "shoes", true, imagePk));
          var vector = UnitVectors.axis(axis, DIMENSION);
          mirror.apply(new ImageVector(imagePk, "model", vector, 1, 1, ""));
        }
      }
      mirror.publish(round);
    }
  }

  /**
   * Searches until it is over, and requires that each picture has the score of its own vector;
   * returns how many were found.
   */
  Callable<Integer> reader(BooleanSupplier over, Search search) {
    return () -> {
      var exact = new ExactSearch(new ScalarDotProduct());
      var random = new Random();
      int found = 0;
      while (!over.getAsBoolean()) {
        int axis = random.nextInt(DIMENSION);
        for (var image : search.of(exact, UnitVectors.axis(axis, DIMENSION), TOP)) {
          boolean same = Integer.valueOf(axis).equals(axes.get(image.imagePk()));
          assertThat(image.score() > 0.5).as("of axis %d", axis).isEqualTo(same);
          found++;
        }
      }
      return found;
    };
  }
}
