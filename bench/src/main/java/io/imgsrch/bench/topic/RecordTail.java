package io.imgsrch.bench.topic;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.kafka.KafkaClients;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the records of a topic that are of one kind, by reading all of them. For one thread. */
public final class RecordTail implements AutoCloseable {
  /** At a time, so that it keeps up with any job. */
  private static final String RECORDS = "100000";

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Predicate<byte[]> counted;
  private long count;

  /**
   * A count from the topic's beginning on.
   *
   * @param counted tells by its value whether a record is one of them
   */
  public RecordTail(Settings settings, Topic topic, Predicate<byte[]> counted) {
    var properties = KafkaClients.common(settings);
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    var bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(properties, bytes, bytes);
    this.counted = counted;
    var partitions = RecordCount.partitions(consumer, topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** How many there are. */
  public long now() {
    var records = consumer.poll(Duration.ofMillis(1));
    while (!records.isEmpty()) {
      for (var record : records) {
        if (record.value() != null && counted.test(record.value())) {
          count++;
        }
      }
      records = consumer.poll(Duration.ofMillis(1));
    }
    return count;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
