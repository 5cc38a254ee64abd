package io.imgsrch.local.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.event.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A product of its own that changes to see whether the whole way works: from Kafka through the
 * picture's fetch to a verified answer of a search.
 */
final class Canary {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MERCHANT = 99;
  private static final String PRODUCT = "canary";
  private static final long PAUSE_MILLIS = 50;

  private final Feed feed;
  private final Api api;
  private final String imagePk;
  private final Map<String, String> picture;
  private long version;

  Canary(Feed feed, Api api, Pictures pictures) {
    this.feed = feed;
    this.api = api;
    this.imagePk = pictures.good().get(0);
    this.picture = Map.of("url", pictures.url(imagePk));
  }

  /** Writes a new version, and returns whether a search showed it within the deadline. */
  boolean sings(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    version++;
    feed.send(new Step(Step.Kind.NEW_PRICE, Topic.PRODUCTS, MERCHANT + "/" + PRODUCT, event()));
    while (System.nanoTime() - end < 0) {
      var reply = api.search(imagePk, MERCHANT);
      if (reply.outcome() == Api.Outcome.VERIFIED
          && reply.answer().stream()
              .flatMap(answer -> answer.hits().stream())
              .anyMatch(hit -> hit.contentVersion() == version)) {
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return false;
  }

  private byte[] event() {
    var event = new TreeMap<String, Object>();
    event.put("op", "UPSERT");
    event.put("merchant_id", MERCHANT);
    event.put("product_id", PRODUCT);
    event.put("version", version);
    event.put("title", "Canary " + version);
    event.put("category", "Birds");
    event.put("price_minor", version);
    event.put("currency", "EUR");
    event.put("available", true);
    event.put("images", List.of(picture));
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers cannot be written", e);
    }
  }
}
