package io.imgsrch.bench.search.data;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The items of a benchmark: pictures' vectors, and around them as many noisy ones as are wanted.
 * The same seed gives the same items.
 */
public final class Items {
  /** Of either shape; each sells as much as the others. */
  public static final int MERCHANTS = 200;

  static final int LARGE_CATEGORIES = 4;
  static final int SMALL_CATEGORIES = 10;

  /** Length of the noise that makes a child, beside a parent of length 1; a query gets half. */
  private static final double NOISE = 0.6;

  private static final double LARGE_SHARE = 0.8;

  private final float[][] parents;
  private final float[][] vectors;
  private final Regions regions;
  private final long seed;

  /**
   * Makes the items.
   *
   * @param parents vectors of pictures, L2-normalised; the first items are their own
   */
  public Items(List<float[]> parents, int count, long seed) {
    this.parents = parents.toArray(float[][]::new);
    this.seed = seed;
    this.vectors =
        IntStream.range(0, count).parallel().mapToObj(this::vector).toArray(float[][]::new);
    this.regions = Regions.of(vectors, MERCHANTS, new Random(seed));
  }

  /** How many there are before any arrives. */
  public int size() {
    return vectors.length;
  }

  public int dimension() {
    return parents[0].length;
  }

  /** How many of the vectors are pictures' own. */
  public int pictures() {
    return Math.min(parents.length, vectors.length);
  }

  /** An item; those from {@link #size} on arrive during the benchmark, and there is no end. */
  public Item get(int number) {
    var vector = number < vectors.length ? vectors[number] : vector(number);
    var random = random(number, 1);
    int spread = 1 + random.nextInt(MERCHANTS);
    int category =
        random.nextDouble() < LARGE_SHARE
            ? random.nextInt(LARGE_CATEGORIES)
            : LARGE_CATEGORIES + random.nextInt(SMALL_CATEGORIES);
    return new Item(number, vector, spread, 1 + regions.of(vector), category);
  }

  /** The items from one number to before another. */
  public List<Item> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::get).toList();
  }

  /** What is searched for: vectors near those of pictures, which are no items. */
  public List<float[]> queries(int count) {
    return IntStream.range(0, count).mapToObj(i -> child(random(i, 2), NOISE / 2)).toList();
  }

  private float[] vector(int number) {
    return number < parents.length ? parents[number] : child(random(number, 0), NOISE);
  }

  private Random random(int number, int purpose) {
    return new Random((seed * 31 + number) * 0x9E3779B97F4A7C15L + purpose);
  }

  private float[] child(Random random, double noise) {
    return Noise.beside(random, parents[random.nextInt(parents.length)], noise);
  }
}
