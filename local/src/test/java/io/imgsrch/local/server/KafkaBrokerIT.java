package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.fault.Disturbance;
import io.imgsrch.local.fault.FaultProxy;
import io.imgsrch.sinks.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("paired")
class KafkaBrokerIT {
  private static final int LARGEST_EVENT = 8 << 20;

  @Test
  void keepsTheLargestEventOverARestart(@TempDir Path data) throws Exception {
    int port = FreePorts.draw(1).get(0);
    try (KafkaBroker broker = KafkaBroker.start(data, port)) {
      createTopic(broker);
      produce(broker, new byte[LARGEST_EVENT]);
    }
    try (KafkaBroker broker = KafkaBroker.start(data, port)) {
      ConsumerRecord<byte[], byte[]> record = first(broker);
      assertThat(record.value()).hasSize(LARGEST_EVENT);
      assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    }
  }

  @Test
  void aProducerBehindAProxyGetsEveryRecordThroughOnceWhateverHappensOnTheWay(@TempDir Path data)
      throws Exception {
    int port = FreePorts.draw(1).get(0);
    try (FaultProxy proxy = FaultProxy.open("Kafka", port);
        KafkaBroker broker = KafkaBroker.start(data, port, proxy.port())) {
      createTopic(broker);
      Map<String, Object> settings =
          Map.of(
              "bootstrap.servers",
              "127.0.0.1:" + proxy.port(),
              "acks",
              "all",
              "request.timeout.ms",
              2_000,
              "delivery.timeout.ms",
              120_000);
      List<Disturbance> troubles =
          List.of(
              Disturbance.CUT,
              Disturbance.RESET,
              Disturbance.HALF_ANSWER,
              Disturbance.BLACK_HOLE,
              Disturbance.REFUSE);
      try (var producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
        for (int i = 0; i < troubles.size(); i++) {
          producer.send(event(i)).get(60, TimeUnit.SECONDS);
          long before = proxy.struck();
          proxy.set(troubles.get(i));
          ProducerRecord<byte[], byte[]> event = event(100 + i);
          var sent = CompletableFuture.supplyAsync(() -> send(producer, event));
          await().until(() -> proxy.struck() > before);
          proxy.set(Disturbance.NONE);
          assertThat(sent.get(120, TimeUnit.SECONDS)).isEqualTo(2 * i + 1);
        }
      }
      assertThat(values(broker, 10)).containsExactly(0, 100, 1, 101, 2, 102, 3, 103, 4, 104);
    }
  }

  @Test
  void topicsAreCreatedOnABrokerThatComesLate(@TempDir Path data) throws Exception {
    int port = FreePorts.draw(1).get(0);
    var settings = settings(port);
    var created =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Topics.createMissing(settings, 1, (short) 1, Duration.ofSeconds(5));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (KafkaBroker broker = KafkaBroker.start(data, port)) {
      assertThat(created.get(2, TimeUnit.MINUTES)).hasSize(Topic.values().length);
      assertThat(Topics.createMissing(settings, 1, (short) 1, Duration.ofSeconds(20))).isEmpty();
      assertThat(broker.bootstrapServers()).endsWith(":" + port);
    }
  }

  @Test
  void aTopicThatTakesOnlySmallRecordsIsNamed(@TempDir Path data) throws Exception {
    int port = FreePorts.draw(1).get(0);
    try (KafkaBroker broker = KafkaBroker.start(data, port);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      var small =
          new NewTopic(Topic.PRODUCTS.topicName(), 1, (short) 1)
              .configs(Map.of("max.message.bytes", "1000000"));
      admin.createTopics(List.of(small)).all().get(30, TimeUnit.SECONDS);
      assertThatThrownBy(
              () -> Topics.createMissing(settings(port), 1, (short) 1, Duration.ofSeconds(20)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("catalog.products")
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("1000000")
          .hasMessageContaining("max.message.bytes to 8388608");
    }
  }

  private static Settings settings(int port) {
    return Settings.of(List.of())
        .with(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:" + port, "test")
        .with(ReliabilityOptions.INIT_MAX_RETRIES, "100", "test")
        .with(ReliabilityOptions.INIT_MAX_DELAY, "1", "test");
  }

  /** Waits for Kafka, also for its metadata; gives the record's offset. */
  private static long send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> event) {
    try {
      return producer.send(event).get().offset();
    } catch (InterruptedException | ExecutionException e) {
      throw new CompletionException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> event(int number) {
    return new ProducerRecord<>("events", new byte[] {(byte) number});
  }

  private static List<Integer> values(KafkaBroker broker, int count) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition("events", 0);
    List<Integer> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                for (var record : consumer.poll(Duration.ofMillis(200)).records(partition)) {
                  values.add((int) record.value()[0]);
                }
                return values.size() >= count;
              });
    }
    return values;
  }

  private static void createTopic(KafkaBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic("events", Optional.of(1), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static void produce(KafkaBroker broker, byte[] value) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.request.size",
            LARGEST_EVENT + 1024,
            "acks",
            "all");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("events", value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static ConsumerRecord<byte[], byte[]> first(KafkaBroker broker) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition("events", 0);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      return consumer.poll(Duration.ofSeconds(30)).records(partition).get(0);
    }
  }
}
