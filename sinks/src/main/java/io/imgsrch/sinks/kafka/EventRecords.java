package io.imgsrch.sinks.kafka;

import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.EventTime;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.trace.Traceparent;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events of our own topics as Kafka records: the key as text, JSON, and in headers the trace and
 * when the event was appended that they come of. The stream carries that time, as its timestamps.
 */
final class EventRecords<T extends Record> implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1L;

  /** A function that can travel to the task managers. */
  interface Field<T> extends Function<T, String>, Serializable {}

  private final Topic topic;
  private final Field<T> key;
  private final Field<T> traceparent;

  EventRecords(Topic topic, Field<T> key, Field<T> traceparent) {
    this.topic = topic;
    this.key = key;
    this.traceparent = traceparent;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T event, KafkaSinkContext context, @Nullable Long timestamp) {
    Failpoint.KAFKA_SEND.reach();
    var record =
        new ProducerRecord<>(topic.topicName(), bytes(key.apply(event)), EventJson.write(event));
    record.headers().add(Traceparent.HEADER, bytes(traceparent.apply(event)));
    if (timestamp != null && timestamp > EventTime.NONE) {
      record.headers().add(EventTime.HEADER, EventTime.write(timestamp));
    }
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
