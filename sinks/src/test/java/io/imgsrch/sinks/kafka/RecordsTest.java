package io.imgsrch.sinks.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.EventTime;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class RecordsTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void anEventGoesWithItsKeyAndTrace() throws Exception {
    var bitmap = new MerchantBitmap("abc", new byte[] {1, 2}, TRACE);
    var record =
        written(
            new EventRecords<>(Topic.BITMAPS, MerchantBitmap::imagePk, MerchantBitmap::traceparent),
            bitmap);

    assertThat(record.topic()).isEqualTo("catalog.bitmaps");
    assertThat(new String(record.key(), UTF_8)).isEqualTo("abc");
    assertThat(EventJson.read(record.value(), MerchantBitmap.class))
        .usingRecursiveComparison()
        .isEqualTo(bitmap);
    assertThat(headers(record)).isEqualTo(Map.of("traceparent", TRACE));
  }

  @Test
  void anEventSaysWhenItsCauseWasAppended() throws Exception {
    var records =
        new EventRecords<>(Topic.BITMAPS, MerchantBitmap::imagePk, MerchantBitmap::traceparent);
    var bitmap = new MerchantBitmap("abc", new byte[0], TRACE);

    var caused = records.serialize(bitmap, new NoTopics(), 1_772_366_400_123L);
    assertThat(caused.headers().lastHeader(EventTime.HEADER).value())
        .satisfies(value -> assertThat(EventTime.read(value)).isEqualTo(1_772_366_400_123L));
    var uncaused = records.serialize(bitmap, new NoTopics(), EventTime.NONE);
    assertThat(uncaused.headers().lastHeader(EventTime.HEADER)).isNull();
  }

  @Test
  void aDeadLetterIsTheOriginalAndWhyItFailed() throws Exception {
    var key = new byte[] {0, 1};
    var value = new byte[] {(byte) 0xff, 2};
    var record = written(new DeadLetterRecords(), letter(key, value));

    assertThat(record.topic()).isEqualTo("catalog.dead-letters");
    assertThat(record.key()).isEqualTo(key);
    assertThat(record.value()).isEqualTo(value);
    assertThat(headers(record))
        .isEqualTo(
            Map.of(
                "reason", "NOT_JSON",
                "message", "no JSON",
                "source_topic", "catalog.products",
                "source_partition", "3",
                "source_offset", "1041",
                "time", "1772366400123",
                "attempts", "2",
                "traceparent", TRACE));
  }

  @Test
  void everySinkTravelsToTheTaskManagers() throws Exception {
    var settings = Settings.of(List.of());
    for (var sink :
        List.of(
            TopicSinks.listings(settings),
            TopicSinks.images(settings),
            TopicSinks.offers(settings),
            TopicSinks.bitmaps(settings),
            TopicSinks.deadLetters(settings))) {
      assertThat(InstantiationUtil.clone(sink)).isNotNull();
    }
  }

  private static DeadLetter letter(byte[] key, byte[] value) {
    return new DeadLetter(
        new Origin("catalog.products", 3, 1041, 1772366400123L, TRACE),
        key,
        value,
        Reason.NOT_JSON,
        "no JSON",
        2);
  }

  private static <T> ProducerRecord<byte[], byte[]> written(
      KafkaRecordSerializationSchema<T> records, T event) throws Exception {
    var record = InstantiationUtil.clone(records).serialize(event, new NoTopics(), null);
    assertThat(record).isNotNull();
    return record;
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    var headers = new TreeMap<String, String>();
    record
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    return headers;
  }
}
