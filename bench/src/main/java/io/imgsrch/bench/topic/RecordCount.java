package io.imgsrch.bench.topic;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How many records a topic has got, by its ends: nothing is read. For one thread. */
public final class RecordCount implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  public RecordCount(Settings settings, Topic topic) {
    var bytes = new ByteArrayDeserializer();
    consumer = new KafkaConsumer<>(KafkaClients.common(settings), bytes, bytes);
    partitions = partitions(consumer, topic);
  }

  static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic topic) {
    return consumer.partitionsFor(topic.topicName()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Since the topic was made, those that it has compacted away included. */
  public long now() {
    return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
