package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidentVectorsTest {
  private static final int DIMENSION = 4;
  private static final int CHUNK = VectorChunk.size(DIMENSION);
  private static final int IMAGES = 4 * VectorChunk.SLOTS;

  private static final float ROUNDED = 1e-4f;

  private final Random random = new Random(1);

  /** A view, and the vectors that it has to show for as long as somebody reads it. */
  private record Past(ResidentVectors.Frozen view, Map<Integer, float[]> vectors) {}

  @Test
  void whoeverReadsAViewSeesItsVectorsWhateverIsWrittenMeanwhile() {
    var vectors = new ResidentVectors(DIMENSION, 2L * CHUNK);
    var model = new HashMap<Integer, float[]>();
    var read = new ArrayList<Past>();
    var left = new ArrayList<Past>();
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      for (int change = 0; change < 40; change++) {
        change(vectors, model);
      }
      var view = vectors.freeze();
      var past = new Past(view, resident(view, model));
      assertThat(view.enter()).isTrue();
      read.add(past);
      if (read.size() > 5) {
        var done = read.remove(random.nextInt(read.size()));
        done.view().exit();
        left.add(done);
      }
      read.forEach(ResidentVectorsTest::requireWhole);
      var old = left.isEmpty() ? past : left.get(random.nextInt(left.size()));
      if (old.view().enter()) {
        requireWhole(old);
        old.view().exit();
      } else {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private void change(ResidentVectors vectors, Map<Integer, float[]> model) {
    int image = random.nextInt(IMAGES);
    if (random.nextInt(4) == 0) {
      vectors.remove(image);
      model.remove(image);
    } else {
      var vector = UnitVectors.random(random, DIMENSION);
      vectors.put(image, vector, other -> other % 2 == 0);
      model.put(image, vector);
    }
  }

  /** What a view has, all of it of the newest vectors. */
  private static Map<Integer, float[]> resident(
      ResidentVectors.Frozen view, Map<Integer, float[]> model) {
    var resident = new HashMap<Integer, float[]>();
    view.resident().forEach(image -> resident.put(image, Objects.requireNonNull(model.get(image))));
    return resident;
  }

  private static void requireWhole(Past past) {
    past.vectors()
        .forEach(
            (image, vector) -> {
              var seen = past.view().get(image);
              for (int i = 0; i < DIMENSION; i++) {
                if (Math.abs(seen[i] - vector[i]) > ROUNDED) {
                  throw new AssertionError("image %d has another vector".formatted(image));
                }
              }
            });
  }

  @Test
  void fullMemoryKeepsThoseOnSale() {
    var vectors = new ResidentVectors(DIMENSION, 2L * CHUNK + 1);
    for (int image = 0; image < IMAGES; image++) {
      vectors.put(image, UnitVectors.random(random, DIMENSION), other -> other % 4 == 0);
      if (image % 50 == 0) {
        vectors.freeze();
      }
    }
    var view = vectors.freeze();
    assertThat(view.bytes()).isEqualTo(2L * CHUNK);
    assertThat(view.resident().cardinality()).isBetween(1_900, 2 * VectorChunk.SLOTS);
    for (int image = 0; image < IMAGES; image += 4) {
      assertThat(view.resident().contains(image)).as("image %d", image).isTrue();
    }
  }

  @Test
  void whereAllAreOnSaleTheFirstStay() {
    var vectors = new ResidentVectors(DIMENSION, CHUNK);
    for (int image = 0; image < IMAGES; image++) {
      vectors.put(image, UnitVectors.random(random, DIMENSION), other -> true);
    }
    var resident = vectors.freeze().resident();
    assertThat(resident.cardinality()).isEqualTo(VectorChunk.SLOTS);
    assertThat(resident.contains(VectorChunk.SLOTS - 1)).isTrue();
    vectors.remove(3);
    vectors.freeze();
    vectors.put(IMAGES, UnitVectors.axis(1, DIMENSION), other -> true);
    assertThat(vectors.freeze().resident().contains(IMAGES)).isTrue();
  }

  @Test
  void theSameVectorAgainCostsNoSlot() {
    var vectors = new ResidentVectors(DIMENSION, CHUNK);
    var vector = UnitVectors.random(random, DIMENSION);
    vectors.put(1, vector, image -> true);
    var before = vectors.freeze();
    vectors.put(1, vector.clone(), image -> true);
    var after = vectors.freeze();
    assertThat(after.slots().get(1)).isEqualTo(before.slots().get(1));
    vectors.put(1, UnitVectors.random(random, DIMENSION), image -> true);
    assertThat(vectors.freeze().slots().get(1)).isNotEqualTo(before.slots().get(1));
  }

  @Test
  void aVectorOfAnotherModelIsNotKeptAndEndsTheOneBefore() {
    for (var other :
        List.of(new float[DIMENSION + 1], new float[DIMENSION], new float[] {1, 2, Float.NaN, 4})) {
      var vectors = new ResidentVectors(DIMENSION, CHUNK);
      vectors.put(1, UnitVectors.axis(0, DIMENSION), image -> true);
      vectors.put(1, other, image -> true);
      assertThat(vectors.freeze().resident().cardinality()).isZero();
    }
  }
}
