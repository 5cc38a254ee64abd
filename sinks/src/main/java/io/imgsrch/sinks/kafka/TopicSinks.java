package io.imgsrch.sinks.kafka;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.Serving;
import io.imgsrch.config.event.Topic;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/**
 * Sinks into our topics. At least once: every record carries its version or is idempotent, so a
 * replay changes nothing, and none waits for a checkpoint to become visible.
 */
public final class TopicSinks {
  private TopicSinks() {}

  /** Into {@code catalog.listings}, by product. */
  public static KafkaSink<Listing> listings(Settings settings) {
    return sink(settings, new EventRecords<>(Topic.LISTINGS, Listing::key, Listing::traceparent));
  }

  /** Into {@code catalog.images}, by picture. */
  public static KafkaSink<ImageVector> images(Settings settings) {
    return sink(
        settings, new EventRecords<>(Topic.IMAGES, ImageVector::imagePk, ImageVector::traceparent));
  }

  /** Into {@code catalog.offers}, by product. */
  public static KafkaSink<Offer> offers(Settings settings) {
    return sink(settings, new EventRecords<>(Topic.OFFERS, Offer::key, Offer::traceparent));
  }

  /** Into {@code catalog.bitmaps}, by picture; no search reads these. */
  public static KafkaSink<MerchantBitmap> bitmaps(Settings settings) {
    return sink(
        KafkaClients.unhurriedProducer(settings),
        new EventRecords<>(Topic.BITMAPS, MerchantBitmap::imagePk, MerchantBitmap::traceparent));
  }

  /** Into {@code catalog.repairs}, by the key of the row. */
  public static KafkaSink<Repair> repairs(Settings settings) {
    return sink(settings, new EventRecords<>(Topic.REPAIRS, Repair::key, Repair::traceparent));
  }

  /** Into {@code catalog.serving}, where there is one key. */
  public static KafkaSink<Serving> serving(Settings settings) {
    return sink(
        settings, new EventRecords<>(Topic.SERVING, serving -> Serving.KEY, Serving::traceparent));
  }

  /** Into {@code catalog.dead-letters}, by the original key. */
  public static KafkaSink<DeadLetter> deadLetters(Settings settings) {
    return sink(settings, new DeadLetterRecords());
  }

  private static <T> KafkaSink<T> sink(
      Settings settings, KafkaRecordSerializationSchema<T> records) {
    return sink(KafkaClients.producer(settings), records);
  }

  private static <T> KafkaSink<T> sink(
      Properties producer, KafkaRecordSerializationSchema<T> records) {
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(records)
        .build();
  }
}
