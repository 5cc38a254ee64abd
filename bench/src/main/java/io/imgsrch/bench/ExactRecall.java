package io.imgsrch.bench;

import io.imgsrch.bench.search.data.Noise;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.picture.PictureException;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.vector.ScalarDotProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How many of the best 20 by floats the scores in memory find. The arguments are a folder of
 * pictures, whose embeddings are the parents of all vectors, and the number of vectors.
 */
public final class ExactRecall {
  private static final int TOP = 20;
  private static final int QUERIES = 500;

  /** Of the noise that makes a child, beside a parent of length 1; a query gets half of it. */
  private static final double NOISE = 0.6;

  private final Random random = new Random(1);
  private final List<float[]> parents;
  private final float[][] vectors;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final SoldPictures sold = new SoldPictures(ProductVectors.DIMENSION);

  private ExactRecall(List<float[]> parents, int count) {
    this.parents = parents;
    vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = i < parents.size() ? parents.get(i) : child(NOISE);
      numbers.put(SoldPictures.imagePk(i), i);
      sold.add(i, vectors[i], 1);
    }
    sold.publish();
  }

  /** Prints the recall. */
  public static void main(String[] args) throws IOException, PictureException {
    var parents = new ArrayList<float[]>();
    try (var embedder = new PictureEmbedder(Settings.of(List.of()));
        var files = Files.list(Path.of(args[0]))) {
      for (var file : files.sorted().toList()) {
        parents.add(embedder.embed(Files.readAllBytes(file)).vector());
      }
    }
    System.out.printf("%d pictures embedded%n", parents.size());
    new ExactRecall(parents, Integer.parseInt(args[1])).run();
  }

  private void run() {
    var search = new ExactSearch(new ScalarDotProduct());
    var bytes = Arrays.stream(vectors).map(ExactRecall::rounded).toArray(float[][]::new);
    int foundByBytes = 0;
    int foundByAll = 0;
    double error = 0;
    for (int i = 0; i < QUERIES; i++) {
      var query = child(NOISE / 2);
      var truth = best(vectors, query);
      var inMemory = search.nearest(sold.mirror(), query, Scope.ALL, TOP, () -> false).images();
      foundByBytes += common(truth, best(bytes, rounded(query)));
      foundByAll += common(truth, inMemory.stream().map(this::number).toList());
      for (var image : inMemory) {
        error = Math.max(error, Math.abs(image.score() - dot(query, vectors[number(image)])));
      }
    }
    double wanted = QUERIES * TOP;
    System.out.printf(
        "%d vectors, recall@%d: 8 bits %.4f; 8 bits, the best again by 16 %.4f; error %.6f%n",
        vectors.length, TOP, foundByBytes / wanted, foundByAll / wanted, error);
  }

  private int number(ScoredImage image) {
    return numbers.getOrDefault(image.imagePk(), -1);
  }

  private static int common(List<Integer> some, List<Integer> others) {
    var both = new HashSet<>(some);
    both.retainAll(others);
    return both.size();
  }

  private static List<Integer> best(float[][] vectors, float[] query) {
    var scores = new double[vectors.length];
    Arrays.setAll(scores, i -> dot(query, vectors[i]));
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
        .limit(TOP)
        .toList();
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  /** With components of 8 bits. */
  private static float[] rounded(float[] vector) {
    float largest = 0;
    for (float component : vector) {
      largest = Math.max(largest, Math.abs(component));
    }
    float unit = largest / Byte.MAX_VALUE;
    var rounded = new float[vector.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = Math.round(vector[i] / unit) * unit;
    }
    return rounded;
  }

  private float[] child(double noise) {
    return Noise.beside(random, parents.get(random.nextInt(parents.size())), noise);
  }
}
