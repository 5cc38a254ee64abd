package io.imgsrch.operators.query.mirror;

/**
 * A turned query with four bits a component, plane by plane, so that its inner products with signs
 * are counts of bits.
 */
final class CodedQuery {
  /** Of a component, which stands for itself less half of the highest. */
  static final int BITS = 4;

  private static final int HIGHEST = (1 << BITS) - 1;

  /** Of a hundred candidates that are off by chance alone, two are off by more. */
  private static final double DEVIATIONS = 2;

  /** What the signs of a random direction have in common with it: the mean of |cos|, scaled. */
  private static final double SHARE = 2 / Math.PI;

  private final long[] planes;
  private final float halfStep;
  private final int sum;
  private final float tolerance;

  private CodedQuery(long[] planes, float halfStep, int sum, float tolerance) {
    this.planes = planes;
    this.halfStep = halfStep;
    this.sum = sum;
    this.tolerance = tolerance;
  }

  static CodedQuery of(float[] turned) {
    float largest = 0;
    for (float component : turned) {
      largest = Math.max(largest, Math.abs(component));
    }
    float step = 2 * largest / HIGHEST;
    var planes = new long[turned.length / Long.SIZE * BITS];
    int sum = 0;
    for (int i = 0; i < turned.length; i++) {
      int units = step == 0 ? 0 : Math.round((turned[i] + largest) / step);
      sum += 2 * units - HIGHEST;
      for (int bit = 0; bit < BITS; bit++) {
        planes[plane(i, bit)] |= (long) (units >> bit & 1) << i;
      }
    }
    double deviation = Math.sqrt((1 / SHARE - 1) / (turned.length - 1));
    return new CodedQuery(planes, step / 2, sum, (float) (DEVIATIONS * deviation));
  }

  private static int plane(int component, int bit) {
    int group = component / Rotation.MIN_SIZE;
    int word = component % Rotation.MIN_SIZE / Long.SIZE;
    return (group * BITS + bit) * Rotation.MIN_SIZE / Long.SIZE + word;
  }

  /** By how much a guess may be too low: of vectors of length 1, seldom more. */
  float tolerance() {
    return tolerance;
  }

  /** Of each 256 components the lowest bits, then the next ones. */
  long[] planes() {
    return planes;
  }

  /**
   * The inner product with signs.
   *
   * @param unitsOfOnes sum of the components' bits where the sign is positive
   * @param ones how many those are
   */
  float signed(int unitsOfOnes, int ones) {
    return halfStep * (2 * (2 * unitsOfOnes - HIGHEST * ones) - sum);
  }
}
