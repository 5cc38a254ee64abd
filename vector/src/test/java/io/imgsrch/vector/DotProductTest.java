package io.imgsrch.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotProductTest {
  private static final int[] DIMENSIONS = {1, 7, 8, 31, 32, 33, 64, 100, 255, 256, 257, 768, 1_000};
  private static final int VECTORS = 20;

  @Test
  void allWaysGiveThePlainLoopsSum() {
    var random = new Random(1);
    for (int dimension : DIMENSIONS) {
      for (int extreme = 0; extreme <= 2; extreme++) {
        var query = new short[dimension];
        var vectors = ByteBuffer.allocateDirect(VECTORS * dimension);
        for (int i = 0; i < query.length; i++) {
          query[i] = (short) component(random, extreme);
        }
        while (vectors.hasRemaining()) {
          vectors.put((byte) component(random, extreme));
        }
        for (int vector = 0; vector < VECTORS; vector++) {
          long sum = 0;
          for (int i = 0; i < dimension; i++) {
            sum += query[i] * vectors.get(vector * dimension + i);
          }
          int offset = vector * dimension;
          assertThat(new SimdDotProduct().of(query, vectors, offset)).isEqualTo((int) sum);
          assertThat(new ScalarDotProduct().of(query, vectors, offset)).isEqualTo((int) sum);
        }
      }
    }
  }

  /** Of the whole range; the largest of both signs; the largest alone. */
  private static int component(Random random, int extreme) {
    return switch (extreme) {
      case 0 -> random.nextInt(2 * DotProduct.MAX + 1) - DotProduct.MAX;
      case 1 -> random.nextBoolean() ? DotProduct.MAX : -DotProduct.MAX;
      default -> DotProduct.MAX;
    };
  }

  @Test
  void vectorInstructionsAreTakenWhereTheModuleIsOn() {
    assertThat(DotProduct.fastest()).isInstanceOf(SimdDotProduct.class);
  }
}
