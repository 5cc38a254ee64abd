package io.imgsrch.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Searches for a picture again and again while a test does something else, and what they got. */
final class SearchLoop implements AutoCloseable {
  private static final int SEARCHES = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shop shop;
  private final byte[] body;
  private final ExecutorService threads = Executors.newFixedThreadPool(SEARCHES);
  private final List<Future<?>> running = new ArrayList<>();
  private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private volatile boolean over;

  SearchLoop(Shop shop, String imagePk, long merchant) throws IOException {
    this.shop = shop;
    body =
        JSON.writeValueAsBytes(
            Map.of("image_pk", imagePk, "merchant_ids", List.of(merchant), "min_score", 0.99));
    for (int i = 0; i < SEARCHES; i++) {
      running.add(threads.submit(this::run));
    }
  }

  private Void run() throws InterruptedException {
    while (!over) {
      answers.merge(search(), 1, Integer::sum);
    }
    return null;
  }

  private String search() throws InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = shop.search("application/json", body);
    } catch (IOException e) {
      return "unreachable"; // between two servers nobody listens
    }
    return "%d %s".formatted(response.statusCode(), code(response.body())).strip();
  }

  private String code(byte[] answer) {
    try {
      var json = JSON.readTree(answer);
      json.path("hits").forEach(hit -> found.add(hit.path("product_id").asText()));
      return json.path("code").asText();
    } catch (IOException e) {
      return "and no JSON";
    }
  }

  /** How many searches got each answer: the status, and the code of a problem. */
  Map<String, Integer> answers() {
    return answers;
  }

  /** The products that any of them found. */
  Set<String> found() {
    return found;
  }

  /** Ends the searches; fails if one of them failed in a way that is none of the above. */
  @Override
  public void close() throws Exception {
    over = true;
    try {
      for (var search : running) {
        search.get(1, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
