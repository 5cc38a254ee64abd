package io.imgsrch.bench.validity;

import io.imgsrch.bench.topic.RecordCount;
import io.imgsrch.bench.topic.RecordWriter;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes what the validity job reads, and counts what it has written. */
final class ValidityFeed implements AutoCloseable {
  private static final int MERCHANTS = 1_000;

  private final RecordWriter writer;
  private final RecordCount offers;
  private final Random random = new Random(1);
  private long version;

  ValidityFeed(Settings settings) {
    writer = new RecordWriter(settings);
    offers = new RecordCount(settings, Topic.OFFERS);
  }

  /** How many offers were published so far, the same product's included. */
  long published() {
    return offers.now();
  }

  /** Lists so many products, with a picture each. */
  void list(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var imagePk = Digest.sha256(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
      var listing =
          new Listing(
              i % MERCHANTS,
              product(i),
              new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
              new Details("Product " + i, "category", 1_000, "EUR", Map.of(), true),
              List.of(imagePk),
              false,
              List.of(),
              Traceparent.create());
      writer.send(Topic.LISTINGS, listing.key(), EventJson.write(listing));
    }
    writer.flush();
  }

  /** Switches products off and on, as many times, each event newer than all before. */
  void switchOffers(int offerCount, int events) throws IOException {
    for (int i = 0; i < events; i++) {
      int offer = random.nextInt(offerCount);
      version++;
      var event =
          "{\"merchant_id\": %d, \"product_id\": \"%s\", \"version\": %d, \"available\": %s}"
              .formatted(offer % MERCHANTS, product(offer), version, version % 2 == 0);
      writer.send(
          Topic.AVAILABILITY,
          offer % MERCHANTS + "/" + product(offer),
          event.getBytes(StandardCharsets.UTF_8));
    }
    writer.flush();
  }

  private static String product(int number) {
    return "product-" + number;
  }

  @Override
  public void close() {
    offers.close();
    writer.close();
  }
}
