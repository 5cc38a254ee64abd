package io.imgsrch.local.prove;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, each time to its end of the moment. */
final class TopicTail implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Takes the records of a partition in their order. */
  @FunctionalInterface
  interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Reader reader;

  TopicTail(Settings settings, Topic topic, Reader reader) {
    consumer =
        new KafkaConsumer<>(
            KafkaClients.common(settings),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.reader = reader;
  }

  /** Reads what has come since the last time. */
  void read() throws IOException {
    var ends = consumer.endOffsets(partitions);
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("cannot read " + partitions + " to its end within " + DEADLINE);
      }
      for (var record : consumer.poll(POLL)) {
        reader.read(record);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
