package io.imgsrch.bench.freshness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks whether a merchant sells a picture. For any thread. */
final class PictureSearch {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final int TIMED_OUT = 504;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI search;

  PictureSearch(URI api) {
    search = api.resolve("/v1/search");
  }

  /** Whether a search finds it now; empty where it is told to ask again later. */
  Optional<Boolean> finds(String imagePk, long merchant) throws IOException, InterruptedException {
    var question =
        "{\"image_pk\": \"%s\", \"merchant_ids\": [%d], \"top_k\": 1, \"min_score\": 0.999}"
            .formatted(imagePk, merchant);
    var response =
        http.send(
            HttpRequest.newBuilder(search)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question))
                .build(),
            BodyHandlers.ofString());
    return switch (response.statusCode()) {
      case OK -> Optional.of(response.body().contains("\"product_id\""));
      case NOT_FOUND -> Optional.of(false);
      case UNAVAILABLE, TIMED_OUT -> Optional.empty();
      default -> throw new IOException(response.statusCode() + " " + response.body());
    };
  }
}
