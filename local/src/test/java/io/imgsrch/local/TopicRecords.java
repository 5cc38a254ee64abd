package io.imgsrch.local;

import io.imgsrch.config.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic holds. */
final class TopicRecords {
  private static final Duration POLL = Duration.ofMillis(100);

  private TopicRecords() {}

  /** The records of a key, from the beginning to what was the end when this was called. */
  static List<ConsumerRecord<String, byte[]>> of(int kafkaPort, Topic topic, String key) {
    return all(kafkaPort, topic).stream().filter(record -> key.equals(record.key())).toList();
  }

  /** The newest record of each key. */
  static Map<String, ConsumerRecord<String, byte[]>> newest(int kafkaPort, Topic topic) {
    var newest = new TreeMap<String, ConsumerRecord<String, byte[]>>();
    all(kafkaPort, topic).forEach(record -> newest.put(record.key(), record));
    return newest;
  }

  private static List<ConsumerRecord<String, byte[]>> all(int kafkaPort, Topic topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort);
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }
}
