package io.imgsrch.operators.query.mirror;

import java.util.Random;

/** Vectors of length 1 to test with. */
final class UnitVectors {
  private UnitVectors() {}

  static float[] random(Random random, int dimension) {
    var vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return normalised(vector);
  }

  static float[] normalised(float[] vector) {
    float length = (float) Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  static float[] axis(int axis, int dimension) {
    var vector = new float[dimension];
    vector[axis] = 1;
    return vector;
  }

  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }
}
