package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.imgsrch.vector.DotProduct;
import io.imgsrch.vector.ScalarDotProduct;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class VectorChunkTest {
  private static final int DIMENSION = 257;

  /** Half of the last bit of each component, were all of them rounded alike. */
  private static final Offset<Double> EXACT = within(6e-5);

  private static final Rotation ROTATION = new Rotation(DIMENSION);
  private static final DotProduct DOTS = new ScalarDotProduct();

  private final Random random = new Random(1);

  @Test
  void scoresAreThoseOfTheFloats() {
    var chunk = new VectorChunk(DIMENSION, ROTATION);
    var vectors = new float[VectorChunk.SLOTS][];
    for (int slot = 0; slot < vectors.length; slot++) {
      vectors[slot] = UnitVectors.random(random, DIMENSION);
      chunk.put(slot, vectors[slot]);
    }
    var query = UnitVectors.random(random, DIMENSION);
    var prepared = QueryVector.of(query);
    for (int slot = 0; slot < vectors.length; slot++) {
      double expected = UnitVectors.dot(query, vectors[slot]);
      assertThat((double) chunk.exactly(DOTS, prepared, slot)).isCloseTo(expected, EXACT);
      assertThat((double) chunk.exactly(DOTS, QueryVector.of(vectors[slot]), slot))
          .isCloseTo(1, EXACT);
      assertThat(chunk.has(slot, vectors[slot])).isTrue();
      assertThat(chunk.has(slot, query)).isFalse();
      assertThat(UnitVectors.dot(query, chunk.get(slot))).isCloseTo(expected, EXACT);
      assertThat((double) chunk.roughly(DOTS, prepared, slot)).isCloseTo(expected, within(0.01));
    }
  }

  @Test
  void theLargestComponentsKeepTheirSigns() {
    var chunk = new VectorChunk(2, new Rotation(2));
    chunk.put(3, new float[] {1, -1});
    assertThat(chunk.get(3)).containsExactly(new float[] {1, -1}, Offset.offset(1e-6f));
  }

  @Test
  void whatHasNoScaleIsNotHeld() {
    assertThat(VectorChunk.holds(new float[] {0, 1e-9f})).isTrue();
    assertThat(VectorChunk.holds(new float[] {0, 0})).isFalse();
    assertThat(VectorChunk.holds(new float[] {1, Float.NaN})).isFalse();
    assertThat(VectorChunk.holds(new float[] {1, Float.POSITIVE_INFINITY})).isFalse();
    assertThat(VectorChunk.holds(new float[] {Float.MIN_VALUE, 0})).isFalse();
  }
}
