package io.imgsrch.operators.decode;

import io.imgsrch.config.event.EventTime;
import io.imgsrch.config.event.Origin;
import io.imgsrch.config.trace.Traceparent;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Takes every record as it is: what it means is decided where it can become a dead letter. */
public final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    var origin =
        new Origin(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            traceparent(record));
    var eventTime = record.headers().lastHeader(EventTime.HEADER);
    out.collect(
        new RawRecord(
            origin,
            EventTime.read(eventTime == null ? null : eventTime.value()),
            orEmpty(record.key()),
            orEmpty(record.value())));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }

  private static String traceparent(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(Traceparent.HEADER);
    if (header != null && header.value() != null) {
      var text = new String(header.value(), StandardCharsets.US_ASCII);
      if (Traceparent.isValid(text)) {
        return text;
      }
    }
    return Traceparent.ofRecord(
        record.topic(), record.partition(), record.offset(), record.timestamp());
  }

  private static byte[] orEmpty(byte @Nullable [] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }
}
