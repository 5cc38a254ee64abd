package io.imgsrch.bench.search.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Parts of the vectors that lie together, all of one size: cut in two by hyperplanes between two of
 * the vectors, again and again. Neighbours in number are neighbours in space, mostly.
 */
final class Regions {
  private final Node root;

  private record Node(
      int first, float[] direction, float cut, @Nullable Node below, @Nullable Node above) {}

  private Regions(Node root) {
    this.root = root;
  }

  /** Cuts vectors into so many regions. */
  static Regions of(float[][] vectors, int count, Random random) {
    var order = new Integer[vectors.length];
    Arrays.setAll(order, i -> i);
    return new Regions(cut(vectors, order, 0, order.length, 0, count, random));
  }

  private static Node cut(
      float[][] vectors, Integer[] order, int from, int to, int first, int count, Random random) {
    if (count == 1 || to - from < 2) {
      return new Node(first, new float[0], 0, null, null);
    }
    var direction =
        difference(
            vectors[order[from + random.nextInt(to - from)]],
            vectors[order[from + random.nextInt(to - from)]]);
    var places = new float[vectors.length];
    for (int i = from; i < to; i++) {
      places[order[i]] = dot(direction, vectors[order[i]]);
    }
    Arrays.sort(order, from, to, Comparator.comparingDouble(i -> places[i]));
    int lower = count / 2;
    int middle = from + (int) ((long) (to - from) * lower / count);
    return new Node(
        first,
        direction,
        places[order[middle]],
        cut(vectors, order, from, middle, first, lower, random),
        cut(vectors, order, middle, to, first + lower, count - lower, random));
  }

  /** The region of a vector, from 0. */
  int of(float[] vector) {
    var node = root;
    while (node.below != null && node.above != null) {
      node = dot(node.direction, vector) < node.cut ? node.below : node.above;
    }
    return node.first;
  }

  private static float[] difference(float[] one, float[] other) {
    var difference = new float[one.length];
    for (int i = 0; i < one.length; i++) {
      difference[i] = one[i] - other[i];
    }
    return difference;
  }

  private static float dot(float[] one, float[] other) {
    float sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
