package io.imgsrch.bench;

import io.imgsrch.bench.search.data.Filters;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.PictureVectors;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.mirror.AllowedView;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.DotProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * How much of what exact scores find searches by clusters find too, and what both take, among the
 * vectors of the benchmark of searches. The arguments are a folder of pictures, one of vectors that
 * were made of them before, and the number of vectors.
 */
public final class ClusteredRecall {
  private static final int QUERIES = 200;
  private static final int COPIES = 12;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Items items;
  private final ExactSearch search = new ExactSearch(DotProduct.fastest());

  private ClusteredRecall(Items items) {
    this.items = items;
  }

  /** Prints the figures. */
  public static void main(String[] args) throws IOException {
    var parents = PictureVectors.of(Path.of(args[0]), Path.of(args[1]), COPIES);
    new ClusteredRecall(new Items(parents, Integer.parseInt(args[2]), 1)).run();
  }

  private void run() {
    for (var shape : Shape.values()) {
      var mirror = mirror(shape);
      for (var top : new int[] {20, 40, 80}) {
        for (var percent : List.of("100", "50", "20", "10", "5", "1")) {
          measure(mirror, shape, Kept.of(percent), top);
        }
      }
    }
  }

  private Mirror mirror(Shape shape) {
    var sold = new SoldPictures(items.dimension());
    for (int i = 0; i < items.size(); i++) {
      sold.add(i, items.get(i).vector(), items.get(i).merchant(shape));
    }
    long start = System.nanoTime();
    sold.cluster();
    System.out.printf(
        "%,d vectors in clusters after %.1f s%n",
        items.size(), (System.nanoTime() - start) / NANOS_PER_MILLI / 1000);
    return sold.mirror();
  }

  private void measure(Mirror mirror, Shape shape, Kept kept, int top) {
    var queries = items.queries(QUERIES);
    var filters = Filters.of(shape, kept, QUERIES, 1);
    double found = 0;
    double least = 1;
    var exactMillis = new double[QUERIES];
    var clusteredMillis = new double[QUERIES];
    long looked = 0;
    for (int round = 0; round < 3; round++) {
      found = 0;
      least = 1;
      looked = 0;
      for (int i = 0; i < QUERIES; i++) {
        var merchants = new TreeSet<Long>();
        filters.get(i).merchants().forEach(merchant -> merchants.add((long) merchant));
        var allowed =
            new AllowedView(
                search, mirror.view(), new Scope(merchants.isEmpty() ? null : merchants, null));
        long start = System.nanoTime();
        var truth = allowed.nearest(queries.get(i), top, () -> false).orElseThrow();
        long middle = System.nanoTime();
        long before = search.scored();
        var images = allowed.nearestByClusters(queries.get(i), top, () -> false).orElseThrow();
        looked += search.scored() - before;
        exactMillis[i] = (middle - start) / NANOS_PER_MILLI;
        clusteredMillis[i] = (System.nanoTime() - middle) / NANOS_PER_MILLI;
        double recall = recall(truth, images);
        found += recall / QUERIES;
        least = Math.min(least, recall);
      }
    }
    Arrays.sort(exactMillis);
    Arrays.sort(clusteredMillis);
    System.out.printf(
        "%,9d  %-9s %4s %% kept, best %d: recall %.4f, least %.2f; %,7d looked at; p50 exact %.3f ms, clustered"
            + " %.3f ms, p90 %.3f%n",
        items.size(),
        shape.label(),
        kept.percent(),
        top,
        found,
        least,
        looked / QUERIES,
        exactMillis[QUERIES / 2],
        clusteredMillis[QUERIES / 2],
        clusteredMillis[QUERIES * 9 / 10]);
  }

  private static double recall(List<ScoredImage> truth, List<ScoredImage> images) {
    var found = new HashSet<String>();
    images.forEach(image -> found.add(image.imagePk()));
    long common = truth.stream().filter(image -> found.contains(image.imagePk())).count();
    return truth.isEmpty() ? 1 : (double) common / truth.size();
  }
}
