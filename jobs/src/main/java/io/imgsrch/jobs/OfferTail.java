package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.serve.NewestOffers;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.Opening;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The ends of the topics that say how far offers have come. A query job reads them before it
 * answers: its checkpoint may be newer than the one that the validity job goes back to.
 */
final class OfferTail {
  private static final List<Topic> TOPICS = List.of(Topic.OFFERS, Topic.AVAILABILITY);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final NewestOffers newest;

  OfferTail(Consumer<byte[], byte[]> consumer, NewestOffers newest) {
    this.consumer = consumer;
    this.newest = newest;
  }

  /**
   * Notes the newest offers, as many as fit.
   *
   * @throws IOException naming the brokers, if none of several attempts reaches them
   */
  static void read(Settings settings, NewestOffers newest) throws IOException {
    var properties = KafkaClients.common(settings);
    properties.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(DEADLINE.toMillis()));
    Opening.patiently(
        Backoff.ofOpening(settings),
        KafkaClients.name(settings),
        () -> {
          var bytes = new ByteArrayDeserializer();
          try (var consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
            new OfferTail(consumer, newest).read();
            return newest;
          } catch (KafkaException e) {
            throw KafkaClients.notOpened(settings, e);
          }
        });
  }

  void read() throws IOException {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : TOPICS) {
      for (var info : consumer.partitionsFor(topic.topicName())) {
        partitions.add(new TopicPartition(info.topic(), info.partition()));
      }
    }
    consumer.assign(partitions);
    var ends = consumer.endOffsets(partitions);
    seek(partitions, ends);
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (isBefore(ends)) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "%s were not read to their ends within %s".formatted(TOPICS, DEADLINE));
      }
      consumer.poll(POLL).forEach(this::note);
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    for (var topic : TOPICS) {
      if (topic.topicName().equals(record.topic())) {
        var origin =
            new Origin(record.topic(), record.partition(), record.offset(), record.timestamp(), "");
        var mark = QueryJob.mark(topic, record.value(), origin);
        if (mark != null) {
          newest.note(mark);
        }
      }
    }
  }

  private void seek(List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
    long records = newest.capacity() / Math.max(1, partitions.size());
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, first) -> {
              long last = ends.getOrDefault(partition, first);
              consumer.seek(partition, Math.max(first, last - records));
            });
  }

  private boolean isBefore(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }
}
