package io.imgsrch.bench.topic;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes records without waiting for each. For any thread. */
public final class RecordWriter implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();

  public RecordWriter(Settings settings) {
    var bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(KafkaClients.producer(settings), bytes, bytes);
  }

  /** Sends one; whether it arrives, {@link #flush} tells. */
  public void send(Topic topic, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value),
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
  public void flush() throws IOException {
    producer.flush();
    var error = refused.get();
    if (error != null) {
      throw new IOException("Kafka took no records: " + error.getMessage(), error);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
