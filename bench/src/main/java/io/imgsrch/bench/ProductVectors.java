package io.imgsrch.bench;

import io.imgsrch.bench.search.data.Noise;
import java.util.Arrays;
import java.util.Random;

/** Makes vectors near those of pictures of products, as a catalogue's are. For one thread. */
final class ProductVectors {
  static final int DIMENSION = 256;

  private static final int PRODUCTS = 400;
  private static final int PARENTS = 5_000;

  /** Length of the noise beside a parent of length 1. */
  private static final double NOISE = 0.6;

  private final Random random = new Random(1);
  private final float[][] parents = new float[PARENTS][];
  private int parent;

  ProductVectors() {
    var products = new float[PRODUCTS][];
    Arrays.setAll(products, i -> Noise.beside(random, new float[DIMENSION], 1));
    Arrays.setAll(parents, i -> Noise.beside(random, products[i % PRODUCTS], NOISE));
  }

  /** The next vector: near a picture of a product, which is near its other pictures. */
  float[] next() {
    parent = random.nextInt(PARENTS);
    return Noise.beside(random, parents[parent], NOISE);
  }

  /** Of parts of one size, each of some products, the one that the last vector is in. */
  int part(int parts) {
    return parent % PRODUCTS * parts / PRODUCTS;
  }
}
