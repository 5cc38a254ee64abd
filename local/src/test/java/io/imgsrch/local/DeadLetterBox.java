package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything in {@code catalog.dead-letters}, as it comes. */
final class DeadLetterBox implements AutoCloseable {

  /** A dead letter's key, reason, trace id and value. */
  record Letter(String key, String reason, String traceparent, String value) {}

  private final KafkaConsumer<String, byte[]> consumer;
  private final List<Letter> letters = new ArrayList<>();

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
    consumer.poll(Duration.ofMillis(100)).forEach(record -> letters.add(letter(record)));
    return letters.stream().filter(letter -> letter.key().equals(key)).toList();
  }

  private static Letter letter(ConsumerRecord<String, byte[]> record) {
    return new Letter(
        record.key(),
        header(record, "reason"),
        header(record, "traceparent"),
        new String(record.value(), UTF_8));
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
