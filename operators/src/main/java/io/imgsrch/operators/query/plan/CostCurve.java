package io.imgsrch.operators.query.plan;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What work of a size takes, in milliseconds: a guess that grows linearly, corrected by what was
 * measured. Sizes are kept apart by powers of two, since caches make small work cheaper than its
 * share of large work. Any thread may ask and tell, without waiting.
 *
 * <p>Corrections are factors, averaged by their logarithms: a stall that makes work a hundred times
 * as slow moves the average by a half and no more.
 */
public final class CostCurve {
  private static final int BUCKETS = Integer.SIZE;

  /** Of the newest measurement among many, so that some thirty of them forget what was before. */
  private static final double MIN_WEIGHT = 0.1;

  private static final double LEAST_MILLIS = 1e-6;

  private final double fixedMillis;
  private final double millisEach;
  private final AtomicReferenceArray<@Nullable Correction> corrections =
      new AtomicReferenceArray<>(BUCKETS);

  /** The logarithm of a factor, and how many measurements it is of. */
  private record Correction(double log, int count) {
    /** The guess counts as one measurement, so that the first, of cold code, is not believed. */
    static final Correction NONE = new Correction(0, 0);

    Correction with(double measured) {
      double weight = Math.max(MIN_WEIGHT, 1.0 / (count + 2));
      return new Correction(log + weight * (measured - log), count + 1);
    }
  }

  /**
   * @param fixedMillis guess of what work of no size takes
   * @param millisEach guess of what each unit of size adds
   */
  public CostCurve(double fixedMillis, double millisEach) {
    this.fixedMillis = fixedMillis;
    this.millisEach = millisEach;
  }

  /** Takes what work took. */
  public void measured(int size, double millis) {
    double log = Math.log(Math.max(LEAST_MILLIS, millis) / guess(size));
    corrections.updateAndGet(
        bucket(size), known -> (known == null ? Correction.NONE : known).with(log));
  }

  /** What work will take, by the measurements of the sizes next to its own. */
  public double millis(int size) {
    int at = bucket(size);
    int below = measuredFrom(at, -1);
    int above = measuredFrom(at, 1);
    return guess(size) * Math.exp(logBetween(at, below, above));
  }

  private double logBetween(int at, int below, int above) {
    double lower = log(below);
    double upper = log(above);
    if (Double.isNaN(lower) || below == above) {
      return Double.isNaN(upper) ? 0 : upper;
    }
    return Double.isNaN(upper)
        ? lower
        : lower + (upper - lower) * (at - below) / (double) (above - below);
  }

  /** NaN where nothing was measured. */
  private double log(int bucket) {
    var known = bucket < 0 || bucket >= BUCKETS ? null : corrections.get(bucket);
    return known == null ? Double.NaN : known.log();
  }

  private int measuredFrom(int at, int step) {
    int bucket = at;
    while (bucket >= 0 && bucket < BUCKETS && corrections.get(bucket) == null) {
      bucket += step;
    }
    return bucket;
  }

  private double guess(int size) {
    return fixedMillis + size * millisEach;
  }

  private static int bucket(int size) {
    return BUCKETS - 1 - Integer.numberOfLeadingZeros(Math.max(1, size));
  }
}
