package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeChunkTest {
  private static final int[] DIMENSIONS = {1, 64, 100, 256, 257, 768};

  private final Random random = new Random(1);

  @Test
  void guessesAreRightOnAverageAndSeldomFarOff() {
    for (int dimension : new int[] {64, 100, 256, 768}) {
      var rotation = new Rotation(dimension);
      var chunk = new CodeChunk(dimension, rotation);
      var batch = Batch.of(1);
      double error = 0;
      int tooLow = 0;
      for (int slot = 0; slot < VectorChunk.SLOTS; slot++) {
        var query = UnitVectors.random(random, dimension);
        var coded = CodedQuery.of(rotation.of(query));
        var vector = around(query, slot % 3);
        chunk.put(slot, vector);
        batch.places()[0] = slot;
        chunk.guess(coded, batch, 0, 1);
        double off = batch.scores()[0] - UnitVectors.dot(query, vector);
        error += off;
        tooLow += off < -coded.tolerance() ? 1 : 0;
      }
      assertThat(error / VectorChunk.SLOTS).as("%d", dimension).isCloseTo(0, within(0.01));
      assertThat(tooLow).as("%d", dimension).isLessThan(VectorChunk.SLOTS / 25);
    }
  }

  /** The less noise the nearer. */
  private float[] around(float[] query, double noise) {
    var vector = UnitVectors.random(random, query.length);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (query[i] + noise * vector[i]);
    }
    return UnitVectors.normalised(vector);
  }

  @Test
  void aTurnKeepsInnerProducts() {
    for (int dimension : DIMENSIONS) {
      var rotation = new Rotation(dimension);
      var one = UnitVectors.random(random, dimension);
      var other = UnitVectors.random(random, dimension);
      assertThat(UnitVectors.dot(rotation.of(one), rotation.of(other)))
          .isCloseTo(UnitVectors.dot(one, other), within(1e-5));
      assertThat(rotation.of(one)).isEqualTo(new Rotation(dimension).of(one));
    }
  }

  @Test
  void aTurnSpreadsWhatOneComponentSays() {
    var turned = new Rotation(256).of(UnitVectors.axis(7, 256));
    for (float component : turned) {
      assertThat(Math.abs(component)).isLessThan(0.3f);
    }
  }
}
