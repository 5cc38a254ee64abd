package io.imgsrch.bench.freshness;

import io.imgsrch.bench.topic.RecordWriter;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Writes events as a shop does. For any thread. */
final class EventProducer implements AutoCloseable {
  private final RecordWriter writer;
  private final AtomicLong version = new AtomicLong(System.currentTimeMillis());

  EventProducer(Settings settings) {
    writer = new RecordWriter(settings);
  }

  /** Lists a product with one picture. */
  void list(long merchant, String product, byte[] picture) {
    send(
        Topic.PRODUCTS,
        merchant,
        product,
        "{\"op\": \"UPSERT\", \"merchant_id\": %d, \"product_id\": \"%s\", \"version\": %d, \"title\": \"New\", \"category\": \"New\", \"price_minor\": 100, \"currency\": \"EUR\", \"available\": true, \"images\": [{\"base64\": \"%s\"}]}"
            .formatted(
                merchant,
                product,
                version.incrementAndGet(),
                Base64.getEncoder().encodeToString(picture)));
  }

  /** Puts a product on sale, or takes it off. */
  void setAvailable(long merchant, String product, boolean available) {
    send(
        Topic.AVAILABILITY,
        merchant,
        product,
        "{\"merchant_id\": %d, \"product_id\": \"%s\", \"version\": %d, \"available\": %s}"
            .formatted(merchant, product, version.incrementAndGet(), available));
  }

  private void send(Topic topic, long merchant, String product, String event) {
    writer.send(topic, merchant + "/" + product, event.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns when all that was sent is acknowledged.
   *
   * @throws IOException if something was refused
   */
  void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void close() {
    writer.close();
  }
}
