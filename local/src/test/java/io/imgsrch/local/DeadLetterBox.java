package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything in {@code catalog.dead-letters}, as it comes. */
final class DeadLetterBox implements AutoCloseable {

  private static final int KEPT_BYTES = 1024;

  /** A dead letter's key, reason, trace id, and the value's first kilobyte. */
  record Letter(String key, String reason, String traceparent, String value) {}

  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, List<Letter>> letters = new HashMap<>();

  DeadLetterBox(int kafkaPort) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + kafkaPort),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        consumer.partitionsFor(Topic.DEAD_LETTERS.topicName()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** The reasons of all letters of a product so far. */
  List<String> reasonsOf(String key) {
    return lettersOf(key).stream().map(Letter::reason).toList();
  }

  List<Letter> lettersOf(String key) {
    poll();
    return letters.getOrDefault(key, List.of());
  }

  /** The reasons so far, by key. */
  Map<String, List<String>> reasons() {
    poll();
    var reasons = new HashMap<String, List<String>>();
    letters.forEach((key, list) -> reasons.put(key, list.stream().map(Letter::reason).toList()));
    return reasons;
  }

  private void poll() {
    for (var record : consumer.poll(Duration.ofMillis(100))) {
      letters.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(letter(record));
    }
  }

  private static Letter letter(ConsumerRecord<String, byte[]> record) {
    return new Letter(
        record.key(),
        header(record, "reason"),
        header(record, "traceparent"),
        new String(record.value(), 0, Math.min(record.value().length, KEPT_BYTES), UTF_8));
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
