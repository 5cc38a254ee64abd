package io.imgsrch.bench.search.data;

import java.util.Random;

/** Vectors beside others. */
public final class Noise {
  private Noise() {}

  /**
   * A vector of length 1 near another one.
   *
   * @param length of the noise, which is added before the vector gets its own
   */
  public static float[] beside(Random random, float[] parent, double length) {
    var vector = new float[parent.length];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (parent[i] + length * random.nextGaussian() / Math.sqrt(vector.length));
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
