package io.imgsrch.bench.freshness;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events as a shop does. For any thread. */
final class EventProducer implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong version = new AtomicLong(System.currentTimeMillis());
  private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();

  EventProducer(Settings settings) {
    var bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(KafkaClients.producer(settings), bytes, bytes);
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
    var key = (merchant + "/" + product).getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key, event.getBytes(StandardCharsets.UTF_8)),
            (written, error) -> {
              if (error != null) {
                refused.set(error);
              }
            });
  }

  /**
   * Returns when all that was sent is acknowledged.
   *
   * @throws IOException if something was refused
   */
  void flush() throws IOException {
    producer.flush();
    var error = refused.get();
    if (error != null) {
      throw new IOException("Kafka took no event: " + error.getMessage(), error);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
