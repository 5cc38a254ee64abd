package io.imgsrch.local.demo;

import io.imgsrch.config.event.Digest;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.PictureSource;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.SearchClient;
import io.imgsrch.local.client.SearchRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How often altered copies found their pictures, and how long it took.
 *
 * @param ranks from 1, of the first hit that shows the picture; 0 where none of the page did
 * @param millis of each search, as its client sees it
 */
public record Recall(List<Integer> ranks, List<Double> millis) {
  private static final int PAGE = 10;

  /** Searches once for each copy, one after the other, after one search that is not counted. */
  public static Recall measure(Catalogue catalogue, SearchClient client, int copies, long seed)
      throws IOException, ClientException, InterruptedException {
    var photos = AlteredCopies.of(picturesOnSale(catalogue), copies, seed);
    client.search(new SearchRequest(photos.get(0).jpeg(), List.of(), null, PAGE));
    var ranks = new ArrayList<Integer>();
    var millis = new ArrayList<Double>();
    for (var photo : photos) {
      long start = System.nanoTime();
      var answer = client.search(new SearchRequest(photo.jpeg(), List.of(), null, PAGE));
      millis.add((System.nanoTime() - start) / 1e6);
      var imagePk = Digest.sha256(Files.readAllBytes(photo.original()));
      var found = answer.hits().stream().map(hit -> hit.imagePk()).toList();
      ranks.add(found.indexOf(imagePk) + 1);
    }
    return new Recall(ranks, millis);
  }

  /** A picture that nobody sells now must not be found, so it is not asked for. */
  private static List<Path> picturesOnSale(Catalogue catalogue) {
    return catalogue.products().stream()
        .filter(CatalogueProduct::available)
        .flatMap(product -> product.pictures().stream())
        .filter(PictureSource.Local.class::isInstance)
        .map(picture -> ((PictureSource.Local) picture).file())
        .distinct()
        .sorted()
        .toList();
  }

  /** The part of the copies whose picture was among the first {@code k} hits. */
  public double at(int k) {
    return ranks.stream().filter(rank -> rank > 0 && rank <= k).count() / (double) ranks.size();
  }

  private double percentile(double fraction) {
    var sorted = millis.stream().sorted().toList();
    return sorted.get((int) Math.ceil(fraction * sorted.size()) - 1);
  }

  /** Prints recall and times. */
  public void print(PrintWriter out) {
    out.printf(Locale.ROOT, "recall@1 %.2f%n", at(1));
    out.printf(Locale.ROOT, "recall@10 %.2f%n", at(PAGE));
    out.printf(Locale.ROOT, "search p50 %.1f ms, p99 %.1f ms%n", percentile(0.5), percentile(0.99));
    out.flush();
  }
}
