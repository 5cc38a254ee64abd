package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Finds the middles of clusters by Lloyd's iteration, from random vectors on. For one thread. */
final class KMeans {
  private static final int ITERATIONS = 6;

  /** Vectors of the average cluster that each counts as having too, for a few say little. */
  private static final double PRIOR = 4;

  private final DotProduct dots;
  private final List<QueryVector> sample;
  private final BooleanSupplier over;
  private final float[][] means;
  private final int[] sizes;
  private final Random random = new Random(1);

  private KMeans(DotProduct dots, List<QueryVector> sample, int count, BooleanSupplier over) {
    this.dots = dots;
    this.sample = sample;
    this.over = over;
    this.means = new float[count][];
    this.sizes = new int[count];
    Arrays.setAll(means, i -> anyOfSample());
  }

  /**
   * The middles of so many clusters.
   *
   * @param sample of all vectors, in random order; not empty
   * @throws CancellationException if it is over
   */
  static Centroids of(DotProduct dots, List<QueryVector> sample, int count, BooleanSupplier over) {
    var means = new KMeans(dots, sample, count, over);
    var clusters = means.assigned(new float[count]);
    for (int i = 0; i < ITERATIONS; i++) {
      means.move(clusters);
      clusters = means.assigned(new float[count]);
    }
    return new Centroids(dots, means.means, means.radii(clusters));
  }

  private float[] anyOfSample() {
    return sample.get(random.nextInt(sample.size())).components();
  }

  private int[] assigned(float[] radii) {
    var centroids = new Centroids(dots, means, radii);
    var clusters = new int[sample.size()];
    for (int i = 0; i < clusters.length; i++) {
      if (over.getAsBoolean()) {
        throw new CancellationException("clusters are wanted no more");
      }
      clusters[i] = centroids.nearest(sample.get(i));
    }
    return clusters;
  }

  private void move(int[] clusters) {
    for (var mean : means) {
      Arrays.fill(mean, 0);
    }
    Arrays.fill(sizes, 0);
    for (int i = 0; i < clusters.length; i++) {
      var vector = sample.get(i).components();
      var mean = means[clusters[i]];
      for (int j = 0; j < mean.length; j++) {
        mean[j] += vector[j];
      }
      sizes[clusters[i]]++;
    }
    for (int cluster = 0; cluster < means.length; cluster++) {
      if (sizes[cluster] == 0) {
        means[cluster] = anyOfSample();
      } else {
        for (int j = 0; j < means[cluster].length; j++) {
          means[cluster][j] /= sizes[cluster];
        }
      }
    }
  }

  private float[] radii(int[] clusters) {
    var squares = new double[means.length];
    var counts = new int[means.length];
    double all = 0;
    for (int i = 0; i < clusters.length; i++) {
      double square = squaredDistance(sample.get(i).components(), means[clusters[i]]);
      squares[clusters[i]] += square;
      counts[clusters[i]]++;
      all += square;
    }
    double usual = all / clusters.length;
    var radii = new float[means.length];
    for (int c = 0; c < radii.length; c++) {
      radii[c] = (float) Math.sqrt((squares[c] + PRIOR * usual) / (counts[c] + PRIOR));
    }
    return radii;
  }

  private static double squaredDistance(float[] one, float[] other) {
    double squares = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      squares += difference * difference;
    }
    return squares;
  }
}
