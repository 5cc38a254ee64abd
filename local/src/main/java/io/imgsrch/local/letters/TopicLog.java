package io.imgsrch.local.letters;

import io.imgsrch.config.Settings;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.UnreachableException;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics up to where they end when the reading starts. For one thread. */
public final class TopicLog implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(8);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private final String address;
  private final Consumer<byte[], byte[]> consumer;

  /** A reader of the cluster at an address, which it does not contact yet. */
  public TopicLog(String address, Settings settings) throws ClientException {
    this.address = address;
    var properties = KafkaClients.common(settings);
    var answer = Long.toString(ANSWER.toMillis());
    properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answer);
    properties.setProperty(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, answer);
    properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    // Of what its retention took away in the meantime, the rest is read.
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try {
      consumer =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw new UnreachableException("Kafka", address, e);
    }
  }

  /** Takes a record. */
  public interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> item) throws ClientException;
  }

  /**
   * The partitions of a topic.
   *
   * @throws ClientException if there is no such topic
   */
  public Set<TopicPartition> partitions(String topic) throws ClientException {
    var partitions = ask(() -> consumer.partitionsFor(topic));
    if (partitions.isEmpty()) {
      throw new ClientException("Kafka at " + address + " has no topic " + topic);
    }
    return partitions.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Where the partitions begin. */
  public Map<TopicPartition, Long> beginnings(Set<TopicPartition> partitions)
      throws ClientException {
    return ask(() -> consumer.beginningOffsets(partitions));
  }

  /** Where the partitions end. */
  public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) throws ClientException {
    return ask(() -> consumer.endOffsets(partitions));
  }

  /** The first offsets of a time or later; a partition that has none is left out. */
  Map<TopicPartition, Long> since(Set<TopicPartition> partitions, Instant time)
      throws ClientException {
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, time.toEpochMilli())));
    var offsets = new HashMap<TopicPartition, Long>();
    ask(() -> consumer.offsetsForTimes(times))
        .forEach(
            (partition, found) -> {
              if (found != null) {
                offsets.put(partition, found.offset());
              }
            });
    return offsets;
  }

  /** Visits the records from these offsets to the ends of now. */
  void read(Map<TopicPartition, Long> from, Visitor visitor) throws ClientException {
    read(from, ends(from.keySet()), visitor);
  }

  /** The record at a place, if it is there. */
  Optional<ConsumerRecord<byte[], byte[]>> at(Place place) throws ClientException {
    var partition = place.topicPartition();
    var found = new AtomicReference<ConsumerRecord<byte[], byte[]>>();
    if (partitions(place.topic()).contains(partition)
        && beginnings(Set.of(partition)).getOrDefault(partition, 0L) <= place.offset()
        && ends(Set.of(partition)).getOrDefault(partition, 0L) > place.offset()) {
      read(Map.of(partition, place.offset()), Map.of(partition, place.offset() + 1), found::set);
    }
    return Optional.ofNullable(found.get());
  }

  /** Visits the records from these offsets to those before the others. */
  public void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, Visitor visitor)
      throws ClientException {
    var unread = new HashSet<>(from.keySet());
    unread.removeIf(partition -> from.getOrDefault(partition, 0L) >= end(ends, partition));
    consumer.assign(unread);
    unread.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
    long deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
    while (!unread.isEmpty()) {
      var records = ask(() -> consumer.poll(POLL));
      for (var item : records) {
        if (item.offset() < end(ends, new TopicPartition(item.topic(), item.partition()))) {
          visitor.visit(item);
        }
      }
      if (ask(() -> unread.removeIf(each -> consumer.position(each) >= end(ends, each)))) {
        consumer.assign(unread);
      }
      if (!records.isEmpty()) {
        deadline = System.nanoTime() + LONGEST_SILENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new ClientException(
            "Kafka at %s sent nothing for %d s, with %s still to read"
                .formatted(address, LONGEST_SILENCE.toSeconds(), unread));
      }
    }
  }

  private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  private <T> T ask(Supplier<T> question) throws ClientException {
    try {
      return question.get();
    } catch (InterruptException e) {
      throw e;
    } catch (TimeoutException e) {
      throw new UnreachableException("Kafka", address, e);
    } catch (KafkaException e) {
      throw new ClientException("Kafka at " + address + " refused: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
