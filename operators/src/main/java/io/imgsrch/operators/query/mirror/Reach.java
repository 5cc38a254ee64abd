package io.imgsrch.operators.query.mirror;

import java.util.Arrays;

/**
 * How far beyond the middle of a cluster, in its radii, images lie that score enough. It depends on
 * how much that is: near twins of a query are farther from their middle, on its side, than what is
 * like it by chance. Searches that missed too much raise it. For any thread.
 */
final class Reach {
  /** Of scores from −1 to 1, whose reaches are kept apart. */
  private static final int LEVELS = 32;

  /** Measurements that say how far; of fewer the farthest of all levels is taken. */
  private static final int ENOUGH = 300;

  /** Share of images that are to be found. */
  private static final double FOUND = 0.999;

  /** By what share a miss raises it. */
  private static final float RAISE = 0.1f;

  private static final float MAX_RAISED = 4;

  private final float[] radii;
  private volatile float raised = 1;

  private Reach(float[] radii) {
    this.radii = radii;
  }

  float radii(float leastScore) {
    return raised * radii[level(leastScore)];
  }

  private static int level(float score) {
    return Math.max(0, Math.min(LEVELS - 1, (int) ((score + 1) * LEVELS / 2)));
  }

  /** A search missed too much. */
  synchronized void raise() {
    raised = Math.min(MAX_RAISED, raised * (1 + RAISE));
  }

  /** How far images were that score enough, of one thread. */
  static final class Measured {
    private final float[][] radii = new float[LEVELS][0];
    private final int[] counts = new int[LEVELS];

    /**
     * An image that was to be found.
     *
     * @param leastScore of such images
     */
    void add(float leastScore, float measured) {
      int level = level(leastScore);
      if (counts[level] == radii[level].length) {
        radii[level] = Arrays.copyOf(radii[level], 2 * counts[level] + ENOUGH);
      }
      radii[level][counts[level]++] = measured;
    }

    /** Of each level with those next to it, for there is no step between them. */
    Reach reach() {
      var reaches = new float[LEVELS];
      float farthest = 0;
      for (int level = 0; level < LEVELS; level++) {
        reaches[level] = ofMost(level);
        farthest = Math.max(farthest, reaches[level]);
      }
      var smooth = new float[LEVELS];
      for (int level = 0; level < LEVELS; level++) {
        float below = reaches[Math.max(0, level - 1)];
        float above = reaches[Math.min(LEVELS - 1, level + 1)];
        smooth[level] =
            counts[level] < ENOUGH ? farthest : Math.max(reaches[level], Math.max(below, above));
      }
      return new Reach(smooth);
    }

    private float ofMost(int level) {
      if (counts[level] == 0) {
        return 0;
      }
      Arrays.sort(radii[level], 0, counts[level]);
      return Math.max(0, radii[level][(int) Math.ceil(FOUND * (counts[level] - 1))]);
    }
  }
}
