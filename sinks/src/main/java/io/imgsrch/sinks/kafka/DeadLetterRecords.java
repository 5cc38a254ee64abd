package io.imgsrch.sinks.kafka;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Dead letters as Kafka records: the original key and bytes, everything else in headers. */
final class DeadLetterRecords implements KafkaRecordSerializationSchema<DeadLetter> {
  private static final long serialVersionUID = 1L;

  /** Of key and value together; what the topic takes beyond is for the headers. */
  private static final int LONGEST = Topic.MAX_MESSAGE_BYTES;

  private static final int LONGEST_MESSAGE = 4096;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    Failpoint.KAFKA_SEND.reach();
    // Compressed, an event may be larger than its topic's limit, which is of compressed bytes. What
    // is cut off is still at its source, and no record may stop the job.
    var key = cut(letter.key(), LONGEST);
    var value = cut(letter.value(), LONGEST - key.length);
    var record = new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), key, value);
    var headers = record.headers();
    var origin = letter.origin();
    add(headers, DeadLetterHeaders.REASON, letter.reason().name());
    add(headers, DeadLetterHeaders.MESSAGE, cut(letter.message()));
    add(headers, DeadLetterHeaders.SOURCE_TOPIC, origin.topic());
    add(headers, DeadLetterHeaders.SOURCE_PARTITION, Integer.toString(origin.partition()));
    add(headers, DeadLetterHeaders.SOURCE_OFFSET, Long.toString(origin.offset()));
    add(headers, DeadLetterHeaders.TIME, Long.toString(origin.timestampMillis()));
    add(headers, DeadLetterHeaders.ATTEMPTS, Integer.toString(letter.attempts()));
    add(headers, DeadLetterHeaders.TRACEPARENT, origin.traceparent());
    if (key.length < letter.key().length) {
      add(headers, DeadLetterHeaders.ORIGINAL_KEY_LENGTH, Integer.toString(letter.key().length));
    }
    if (value.length < letter.value().length) {
      add(headers, DeadLetterHeaders.ORIGINAL_LENGTH, Integer.toString(letter.value().length));
    }
    return record;
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] cut(byte[] bytes, int length) {
    return bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }
}
