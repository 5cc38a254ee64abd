package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.config.event.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon searches obey. Times run from the sending of the event to the answer that shows it. */
class FreshnessIT {
  private static final int FLIPS = 200;
  private static final int WARM_UP = 20;
  private static final int PRODUCTS = 20;
  private static final double OBEYED_MILLIS = 1_000;
  private static final double FOUND_MILLIS = 3_000;
  private static final double GIVE_UP_MILLIS = 30_000;

  @TempDir private Path directory;

  @Test
  void availabilityIsObeyedWithinASecondAndANewProductIsFoundWithinThree() throws Exception {
    try (var shop = Shop.open(directory)) {
      var picture = Shop.picture(1);
      var imagePk = pk(picture);
      shop.list(1, "lamp", 1, picture);
      awaitHits(shop, imagePk, 1);

      var obeyed = new ArrayList<Double>();
      for (int flip = 0; flip < WARM_UP + FLIPS; flip++) {
        boolean available = flip % 2 == 1;
        long start = System.nanoTime();
        shop.setAvailable(1, "lamp", flip + 1, available);
        awaitHits(shop, imagePk, available ? 1 : 0);
        if (flip >= WARM_UP) {
          obeyed.add(millisSince(start));
        }
      }
      report("availability obeyed", obeyed);

      var found = new ArrayList<Double>();
      for (int product = 0; product < PRODUCTS; product++) {
        var fresh = Shop.picture(2 + product);
        long start = System.nanoTime();
        shop.list(1, "new-" + product, 1, fresh);
        awaitHits(shop, pk(fresh), 1);
        found.add(millisSince(start));
      }
      report("new product found", found);

      long flips = (WARM_UP + FLIPS) / 2;
      assertThat(figure(shop, "event_to_hidden_ms").path("count").asLong()).isEqualTo(flips);
      assertThat(figure(shop, "event_to_searchable_ms").path("count").asLong())
          .isEqualTo(1 + flips + PRODUCTS);

      assertThat(percentile(obeyed, 0.99)).isLessThan(OBEYED_MILLIS);
      assertThat(Collections.max(found)).isLessThan(FOUND_MILLIS);
      assertThat(shop.get(shop.ports.api(), "/health/ready")).contains("\"ready\":true");
    }
  }

  /** Asks again at once, so that the time measured is the platform's alone. */
  private static void awaitHits(Shop shop, String imagePk, int hits) throws Exception {
    long start = System.nanoTime();
    while (shop.hitsOf(imagePk, 1) != hits) {
      assertThat(millisSince(start)).as("hits of %s", imagePk).isLessThan(GIVE_UP_MILLIS);
    }
  }

  /** What the platform itself measured, on every event. */
  private static JsonNode figure(Shop shop, String name) throws Exception {
    var figure = shop.liveFigures().path(name);
    System.out.println(name + ": " + figure);
    return figure;
  }

  private static void report(String what, List<Double> millis) {
    System.out.printf(
        "%s, %d times: p50 %.0f ms, p99 %.0f ms, longest %.0f ms%n",
        what,
        millis.size(),
        percentile(millis, 0.5),
        percentile(millis, 0.99),
        Collections.max(millis));
  }

  private static double percentile(List<Double> values, double fraction) {
    var sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(fraction * sorted.size()) - 1);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static String pk(Path picture) throws Exception {
    return Digest.sha256(Files.readAllBytes(picture));
  }
}
