package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.vector.ScalarDotProduct;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Searches beside a writer that purges pictures and gives their places to others. */
class ExactReadersTest {
  private static final int DIMENSION = 32;
  private static final int PER_AXIS = 64;
  private static final int ROUNDS = 500;

  private final Map<String, Integer> axes = new HashMap<>();
  private final String[][] pictures = new String[DIMENSION][PER_AXIS];

  ExactReadersTest() {
    for (int axis = 0; axis < DIMENSION; axis++) {
      for (int i = 0; i < PER_AXIS; i++) {
        pictures[axis][i] = Digest.sha256(new byte[] {(byte) axis, (byte) i});
        axes.put(pictures[axis][i], axis);
      }
    }
  }

  @Test
  void noSearchEverFindsAPictureByTheVectorOfAnother() throws Exception {
    // One chunk, so that every place is another picture's again and again.
    var mirror = new Mirror(DIMENSION, VectorChunk.size(DIMENSION));
    var search = new ExactSearch(new ScalarDotProduct());
    var over = new AtomicBoolean();
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> reader =
          () -> {
            var random = new Random();
            int found = 0;
            while (!over.get()) {
              int axis = random.nextInt(DIMENSION);
              for (var image :
                  search
                      .nearest(
                          mirror, UnitVectors.axis(axis, DIMENSION), Scope.ALL, 100, () -> false)
                      .images()) {
                boolean same = Integer.valueOf(axis).equals(axes.get(image.imagePk()));
                assertThat(image.score() > 0.5).as("of axis %d", axis).isEqualTo(same);
                found++;
              }
            }
            return found;
          };
      var first = threads.submit(reader);
      var second = threads.submit(reader);
      replace(mirror);
      over.set(true);
      assertThat(first.get()).isPositive();
      assertThat(second.get()).isPositive();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  /** Lets pictures come and go, at most half of a chunk at a time. */
  private void replace(Mirror mirror) {
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
}
