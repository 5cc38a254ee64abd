package io.imgsrch.bench.validity;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what the validity job reads, and counts what it has written. */
final class ValidityFeed implements AutoCloseable {
  private static final int MERCHANTS = 1_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> offers;
  private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
  private final Random random = new Random(1);
  private long version;

  ValidityFeed(Settings settings) {
    var writing = new ByteArraySerializer();
    producer = new KafkaProducer<>(KafkaClients.producer(settings), writing, writing);
    var reading = new ByteArrayDeserializer();
    consumer = new KafkaConsumer<>(KafkaClients.common(settings), reading, reading);
    offers =
        consumer.partitionsFor(Topic.OFFERS.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
  }

  /** How many offers were published so far, the same product's included. */
  long published() {
    return consumer.endOffsets(offers).values().stream().mapToLong(Long::longValue).sum();
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
      send(Topic.LISTINGS, listing.key(), EventJson.write(listing));
    }
    flush();
  }

  /** Switches products off and on, as many times, each event newer than all before. */
  void switchOffers(int offerCount, int events) throws IOException {
    for (int i = 0; i < events; i++) {
      int offer = random.nextInt(offerCount);
      version++;
      var event =
          "{\"merchant_id\": %d, \"product_id\": \"%s\", \"version\": %d, \"available\": %s}"
              .formatted(offer % MERCHANTS, product(offer), version, version % 2 == 0);
      send(
          Topic.AVAILABILITY,
          offer % MERCHANTS + "/" + product(offer),
          event.getBytes(StandardCharsets.UTF_8));
    }
    flush();
  }

  private static String product(int number) {
    return "product-" + number;
  }

  private void send(Topic topic, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value),
            (written, error) -> {
              if (error != null) {
                refused.set(error);
              }
            });
  }

  private void flush() throws IOException {
    producer.flush();
    var error = refused.get();
    if (error != null) {
      throw new IOException("Kafka took no records: " + error.getMessage(), error);
    }
  }

  @Override
  public void close() {
    consumer.close();
    producer.close(Duration.ofSeconds(5));
  }
}
