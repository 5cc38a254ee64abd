package io.imgsrch.jobs;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.AvailabilityWriter;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.Opening;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to {@code catalog.availability}. Kafka's client may block, so it has its own thread. */
final class AvailabilityEvents implements AvailabilityWriter {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_WAITING = 64;

  private final Producer<String, byte[]> producer;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Threads.named("imgsrch-availability"));

  AvailabilityEvents(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /**
   * One that takes no events unless the settings allow it, and otherwise one whose brokers have
   * answered.
   *
   * @throws IOException naming the brokers, if none of several attempts reaches them
   */
  static AvailabilityWriter open(Settings settings) throws IOException {
    if (!settings.get(QueryOptions.DEMO_WRITES)) {
      return AvailabilityWriter.none();
    }
    var properties = KafkaClients.producer(settings);
    properties.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
    properties.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(DELIVERY_TIMEOUT));
    properties.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(DELIVERY_TIMEOUT));
    return Opening.patiently(
        Backoff.ofOpening(settings),
        KafkaClients.name(settings),
        () -> new AvailabilityEvents(connect(settings, properties)));
  }

  private static Producer<String, byte[]> connect(Settings settings, Properties properties)
      throws IOException {
    KafkaProducer<String, byte[]> producer = null;
    try {
      producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
      var unused = producer.partitionsFor(Topic.AVAILABILITY.topicName());
      return producer;
    } catch (KafkaException e) {
      if (producer != null) {
        producer.close(Duration.ZERO);
      }
      throw KafkaClients.notOpened(settings, e);
    }
  }

  @Override
  public CompletableFuture<Position> write(Availability event, String traceparent) {
    var record =
        new ProducerRecord<>(
            Topic.AVAILABILITY.topicName(),
            ProductKey.of(event.merchantId(), event.productId()),
            EventJson.write(event));
    record.headers().add(Traceparent.HEADER, traceparent.getBytes(StandardCharsets.UTF_8));
    var written = new CompletableFuture<Position>();
    try {
      thread.execute(() -> send(record, written));
    } catch (RejectedExecutionException e) {
      written.completeExceptionally(new IOException("too many events wait for Kafka", e));
    }
    return written;
  }

  private void send(ProducerRecord<String, byte[]> record, CompletableFuture<Position> written) {
    try {
      var unused =
          producer.send(
              record,
              (metadata, error) -> {
                if (error == null) {
                  written.complete(
                      new Position(Topic.AVAILABILITY, metadata.partition(), metadata.offset()));
                } else {
                  written.completeExceptionally(error);
                }
              });
    } catch (RuntimeException e) {
      written.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    producer.close(CLOSE_TIMEOUT);
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
