package io.imgsrch.sinks.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

/** By the arithmetic of Kafka's own producer and broker: a dead letter is refused by neither. */
final class DeadLetterSizeTest {
  private static final int LONGEST_TOPIC_NAME = 249;
  private static final byte[] KEY = random(100);

  @Test
  void theLargestEventIsKeptWhole() {
    var value = random(Topic.MAX_MESSAGE_BYTES - KEY.length);
    var record = written(KEY, value);

    assertThat(record.key()).isEqualTo(KEY);
    assertThat(record.value()).isEqualTo(value);
    assertThat(record.headers().lastHeader("original_length")).isNull();
    assertThat(record.headers().lastHeader("original_key_length")).isNull();
    assertSent(record);
  }

  @Test
  void whatWasCompressedIsCut() {
    var value = random(3 * Topic.MAX_MESSAGE_BYTES);
    var record = written(KEY, value);

    assertThat(record.key()).isEqualTo(KEY);
    assertThat(record.value()).hasSize(Topic.MAX_MESSAGE_BYTES - KEY.length);
    assertThat(value).startsWith(record.value());
    assertThat(length(record, "original_length")).isEqualTo(value.length);
    assertThat(record.headers().lastHeader("original_key_length")).isNull();
    assertSent(record);
  }

  @Test
  void aKeyWithoutEndIsCutToo() {
    var key = random(2 * Topic.MAX_MESSAGE_BYTES);
    var record = written(key, random(10));

    assertThat(key).startsWith(record.key());
    assertThat(length(record, "original_key_length")).isEqualTo(key.length);
    assertThat(length(record, "original_length")).isEqualTo(10);
    assertSent(record);
  }

  private static int length(ProducerRecord<byte[], byte[]> record, String header) {
    return Integer.parseInt(new String(record.headers().lastHeader(header).value(), UTF_8));
  }

  private static void assertSent(ProducerRecord<byte[], byte[]> record) {
    var producer = KafkaClients.producer(Settings.of(List.of()));
    var compression = producer.getProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG);
    var headers = record.headers().toArray();
    var request =
        AbstractRecords.estimateSizeInBytesUpperBound(
            RecordBatch.CURRENT_MAGIC_VALUE,
            CompressionType.forName(compression),
            record.key(),
            record.value(),
            headers);
    assertThat(request)
        .isLessThanOrEqualTo(
            Integer.parseInt(producer.getProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)));
    var batch =
        MemoryRecords.withRecords(
            Compression.of(compression).build(),
            new SimpleRecord(0, record.key(), record.value(), headers));
    assertThat(batch.sizeInBytes()).isLessThanOrEqualTo(Topic.DEAD_LETTERS.maxMessageBytes());
  }

  private static ProducerRecord<byte[], byte[]> written(byte[] key, byte[] value) {
    var origin =
        new Origin(
            "t".repeat(LONGEST_TOPIC_NAME),
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Traceparent.create());
    var letter =
        new DeadLetter(
            origin, key, value, Reason.PICTURE_UNREACHABLE, "€".repeat(100_000), Integer.MAX_VALUE);
    var record = new DeadLetterRecords().serialize(letter, new NoTopics(), null);
    assertThat(record).isNotNull();
    return record;
  }

  /** Bytes that no compression makes smaller. */
  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
