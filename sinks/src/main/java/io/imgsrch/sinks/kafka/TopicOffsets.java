package io.imgsrch.sinks.kafka;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where topics end and how far groups have read them, by partition. Calls block, within a deadline.
 */
public final class TopicOffsets implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Settings settings;
  private final Admin admin;

  private TopicOffsets(Settings settings, Admin admin) {
    this.settings = settings;
    this.admin = admin;
  }

  /**
   * Opens the client, which connects with the first call.
   *
   * @throws IOException naming the brokers, if their addresses lead nowhere
   */
  public static TopicOffsets open(Settings settings) throws IOException {
    var properties = KafkaClients.common(settings);
    properties.setProperty("default.api.timeout.ms", Long.toString(ANSWER.toMillis()));
    properties.setProperty("request.timeout.ms", Long.toString(ANSWER.toMillis()));
    try {
      return new TopicOffsets(settings, Admin.create(properties));
    } catch (KafkaException e) {
      throw KafkaClients.notOpened(settings, e);
    }
  }

  /** The offsets that a group committed; a partition without one is left out. */
  public Map<Integer, Long> committed(String group, Topic topic) throws IOException {
    var offsets = new HashMap<Integer, Long>();
    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null && partition.topic().equals(topic.topicName())) {
                offsets.put(partition.partition(), offset.offset());
              }
            });
    return offsets;
  }

  /** The offsets that the next records of a topic get. */
  public Map<Integer, Long> ends(Topic topic) throws IOException {
    var name = topic.topicName();
    var described =
        Objects.requireNonNull(
            await(admin.describeTopics(List.of(name)).allTopicNames()).get(name), name);
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    for (var partition : described.partitions()) {
      latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest());
    }
    var ends = new HashMap<Integer, Long>();
    await(admin.listOffsets(latest).all())
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  /** The value of the record at a place; empty if compaction has taken it. */
  public Optional<byte[]> value(Topic topic, int partition, long offset) throws IOException {
    var place = new TopicPartition(topic.topicName(), partition);
    var properties = KafkaClients.common(settings);
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    properties.setProperty("default.api.timeout.ms", Long.toString(ANSWER.toMillis()));
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
      consumer.assign(List.of(place));
      consumer.seek(place, offset);
      for (var item : consumer.poll(ANSWER).records(place)) {
        if (item.offset() == offset && item.value() != null) {
          return Optional.of(item.value());
        }
      }
      return Optional.empty();
    } catch (KafkaException e) {
      throw new IOException(
          "Cannot read %s-%d@%d of %s: %s"
              .formatted(
                  place.topic(), partition, offset, KafkaClients.name(settings), e.getMessage()),
          e);
    }
  }

  private <T> T await(KafkaFuture<T> answer) throws IOException {
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(
          "%s does not tell its offsets: %s".formatted(KafkaClients.name(settings), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + KafkaClients.name(settings), e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE);
  }
}
