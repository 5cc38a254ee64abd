package io.imgsrch.local.prove;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.Settings;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes steps to Kafka, and remembers which it acknowledged. Safe for threads. */
final class Feed implements AutoCloseable {
  private static final Duration DELIVERY = Duration.ofMinutes(3);

  private final KafkaProducer<String, byte[]> producer;
  private final Pictures pictures;
  private final Book book;
  private final Timeline timeline;
  private final Set<Position> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failed = new AtomicInteger();

  Feed(Settings settings, Pictures pictures, Book book, Timeline timeline) {
    var properties = KafkaClients.producer(settings); // acks=all, idempotent
    var delivery = Long.toString(DELIVERY.toMillis());
    properties.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
    properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, delivery);
    this.producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    this.pictures = pictures;
    this.book = book;
    this.timeline = timeline;
  }

  void send(Step step) {
    var topic = step.topic().topicName();
    var reading = LogEvent.read(new Position(topic, -1, -1), step.value(), pictures::fate);
    var entry = reading.event() == null ? null : book.write(reading.event());
    var record = new ProducerRecord<>(topic, step.key(), step.value());
    record.headers().add(Traceparent.HEADER, Traceparent.create().getBytes(UTF_8));
    var unused =
        producer.send(
            record,
            (metadata, error) -> {
              if (error != null) {
                failed.incrementAndGet();
                return;
              }
              acknowledged.add(new Position(topic, metadata.partition(), metadata.offset()));
              timeline.acknowledged();
              if (entry != null) {
                entry.acknowledge(System.nanoTime());
              }
            });
  }

  /** Returns when every record is acknowledged or has failed. */
  void flush() {
    producer.flush();
  }

  /** Where Kafka says that it keeps records of ours. */
  Set<Position> acknowledged() {
    return acknowledged;
  }

  /** Records that Kafka did not acknowledge; it may have them nevertheless. */
  int failed() {
    return failed.get();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
