package io.imgsrch.operators.query.mirror;

import java.util.Random;

/**
 * Turns vectors by an angle that is random and always the same, so that no component says more than
 * another; lengths and inner products stay. Signs are flipped and Walsh–Hadamard transformed,
 * twice.
 */
final class Rotation {
  /** Of what comes out. */
  static final int MIN_SIZE = 256;

  private static final int ROUNDS = 2;
  private static final long SEED = 1;

  private final int size;
  private final boolean[][] flips = new boolean[ROUNDS][];

  /**
   * @param dimension of what is turned; the result has the next power of two, {@link #MIN_SIZE} at
   *     least
   */
  Rotation(int dimension) {
    size = size(dimension);
    var random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      flips[round] = new boolean[size];
      for (int i = 0; i < size; i++) {
        flips[round][i] = random.nextBoolean();
      }
    }
  }

  static int size(int dimension) {
    return Math.max(MIN_SIZE, Integer.highestOneBit(2 * dimension - 1));
  }

  float[] of(float[] vector) {
    var turned = new float[size];
    System.arraycopy(vector, 0, turned, 0, vector.length);
    for (var flip : flips) {
      for (int i = 0; i < size; i++) {
        turned[i] = flip[i] ? -turned[i] : turned[i];
      }
      transform(turned);
    }
    float scale = 1f / size; // the root of the size in each of the two rounds
    for (int i = 0; i < size; i++) {
      turned[i] *= scale;
    }
    return turned;
  }

  /** The fast Walsh–Hadamard transform, in place, without its scale. */
  private static void transform(float[] values) {
    for (int half = 1; half < values.length; half *= 2) {
      for (int from = 0; from < values.length; from += 2 * half) {
        for (int i = from; i < from + half; i++) {
          float sum = values[i] + values[i + half];
          values[i + half] = values[i] - values[i + half];
          values[i] = sum;
        }
      }
    }
  }
}
