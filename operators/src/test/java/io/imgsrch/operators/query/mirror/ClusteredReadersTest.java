package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.vector.ScalarDotProduct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Searches by clusters beside a writer that gives pictures' places to others, and beside training.
 */
class ClusteredReadersTest {
  private static final int DIMENSION = 32;
  private static final int PER_AXIS = 64;
  private static final int ROUNDS = 500;
  private static final int LEAST = 100;

  private final Map<String, Integer> axes = new HashMap<>();
  private final String[][] pictures = new String[DIMENSION][PER_AXIS];

  ClusteredReadersTest() {
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
              var allowed = new AllowedView(search, mirror.view(), Scope.ALL);
              if (!allowed.clustered()) {
                continue;
              }
              var images =
                  allowed.nearestByClusters(UnitVectors.axis(axis, DIMENSION), 100, () -> false);
              for (var image : images.orElse(List.of())) {
                boolean same = Integer.valueOf(axis).equals(axes.get(image.imagePk()));
                assertThat(image.score() > 0.5).as("of axis %d", axis).isEqualTo(same);
                found++;
              }
            }
            return found;
          };
      var first = threads.submit(reader);
      var clusters =
          threads.submit(
              () -> {
                var training = new ClusterTraining(new ScalarDotProduct(), LEAST);
                while (!over.get()) {
                  boolean unused = training.step(mirror, () -> false);
                }
              });
      do {
        replace(mirror);
      } while (mirror.view().vectors().clusterings().serving() == null);
      replace(mirror);
      over.set(true);
      clusters.get();
      assertThat(first.get()).isPositive();
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
