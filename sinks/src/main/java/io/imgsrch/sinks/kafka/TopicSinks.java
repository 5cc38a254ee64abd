package io.imgsrch.sinks.kafka;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Sinks into our topics. At least once: every record carries its version or is idempotent, so a
 * replay changes nothing, and none waits for a checkpoint to become visible.
 */
public final class TopicSinks {
  private record Format<E>(Topic topic, Class<E> type, KafkaRecordSerializationSchema<E> schema) {}

  private static final List<Format<?>> FORMATS =
      List.of(
          format(Topic.LISTINGS, Listing.class, Listing::key, Listing::traceparent),
          format(Topic.IMAGES, ImageVector.class, ImageVector::imagePk, ImageVector::traceparent),
          format(Topic.OFFERS, Offer.class, Offer::key, Offer::traceparent),
          format(
              Topic.BITMAPS,
              MerchantBitmap.class,
              MerchantBitmap::imagePk,
              MerchantBitmap::traceparent),
          new Format<>(Topic.DEAD_LETTERS, DeadLetter.class, new DeadLetterRecords()));

  private final Settings settings;

  public TopicSinks(Settings settings) {
    this.settings = settings;
  }

  /**
   * Ends a stream in a topic, under the topic's name.
   *
   * @throws IllegalArgumentException if our jobs do not write such events into this topic
   */
  public <E> void write(DataStream<E> events, Topic topic) {
    events
        .sinkTo(sink(topic, events.getType().getTypeClass()))
        .uid(topic.topicName() + "-sink")
        .name(topic.topicName());
  }

  /**
   * A sink into a topic.
   *
   * @throws IllegalArgumentException if our jobs do not write such events into this topic
   */
  public <E> KafkaSink<E> sink(Topic topic, Class<E> type) {
    return KafkaSink.<E>builder()
        .setKafkaProducerConfig(KafkaClients.producer(settings))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(schema(topic, type))
        .build();
  }

  @SuppressWarnings("unchecked") // the type was compared
  static <E> KafkaRecordSerializationSchema<E> schema(Topic topic, Class<E> type) {
    for (var format : FORMATS) {
      if (format.topic() == topic && format.type() == type) {
        return (KafkaRecordSerializationSchema<E>) format.schema();
      }
    }
    throw new IllegalArgumentException(
        topic.topicName() + " takes no " + type.getSimpleName() + " from a job");
  }

  private static <E extends Record> Format<E> format(
      Topic topic, Class<E> type, EventRecords.Field<E> key, EventRecords.Field<E> traceparent) {
    return new Format<>(topic, type, new EventRecords<>(topic, key, traceparent));
  }
}
