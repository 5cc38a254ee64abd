package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The middles of clusters, a byte a component, and how far from them their vectors lie. For any
 * thread.
 */
final class Centroids {
  private final DotProduct dots;
  private final ByteBuffer bytes;
  private final int dimension;
  private final float[] scales;
  private final float[] halfSquares;
  private final float[] radii;

  /**
   * @param means one or more
   * @param radii of each cluster, the root of its vectors' mean squared distance from the mean
   */
  Centroids(DotProduct dots, float[][] means, float[] radii) {
    this.dots = dots;
    this.dimension = means[0].length;
    this.radii = radii.clone();
    // Of the same kind as the vectors' own: the compiler makes one kind fast, not two.
    this.bytes = ByteBuffer.allocateDirect(means.length * dimension).order(ByteOrder.nativeOrder());
    this.scales = new float[means.length];
    this.halfSquares = new float[means.length];
    for (int cluster = 0; cluster < means.length; cluster++) {
      put(cluster, means[cluster]);
    }
  }

  private void put(int cluster, float[] mean) {
    var units = QueryVector.of(mean);
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      bytes.put(cluster * dimension + i, (byte) units.high()[i]);
      squares += (double) mean[i] * mean[i];
    }
    scales[cluster] = units.scale();
    halfSquares[cluster] = (float) (squares / 2);
  }

  int count() {
    return scales.length;
  }

  float radius(int cluster) {
    return radii[cluster];
  }

  /** The inner product with a query, to some 0.01. */
  float score(QueryVector query, int cluster) {
    return dots.of(query.high(), bytes, cluster * dimension) * query.highScale() * scales[cluster];
  }

  /** Of all clusters. */
  float[] scores(QueryVector query) {
    var scores = new float[scales.length];
    for (int cluster = 0; cluster < scores.length; cluster++) {
      scores[cluster] = score(query, cluster);
    }
    return scores;
  }

  /** The cluster with the highest score where its radius counts so many times. */
  int mostPromising(float[] scores, float times) {
    int best = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int cluster = 0; cluster < scores.length; cluster++) {
      float promise = scores[cluster] + times * radii[cluster];
      if (promise > most) {
        most = promise;
        best = cluster;
      }
    }
    return best;
  }

  /** The cluster whose middle is nearest to a vector. */
  int nearest(QueryVector vector) {
    int nearest = 0;
    float best = Float.NEGATIVE_INFINITY;
    for (int cluster = 0; cluster < scales.length; cluster++) {
      float closeness = score(vector, cluster) - halfSquares[cluster];
      if (closeness > best) {
        best = closeness;
        nearest = cluster;
      }
    }
    return nearest;
  }
}
