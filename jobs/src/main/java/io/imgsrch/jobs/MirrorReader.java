package io.imgsrch.jobs;

import io.imgsrch.config.event.EventTime;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.TopicEnds;
import io.imgsrch.operators.query.mirror.Freshness;
import io.imgsrch.operators.query.mirror.Mirror;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code catalog.offers} and {@code catalog.images} into a mirror. For one thread. */
final class MirrorReader {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorReader.class);
  private static final List<Topic> TOPICS = List.of(Topic.OFFERS, Topic.IMAGES);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Bounds what publishing costs: each copies what changed since the one before. */
  private static final Duration BETWEEN_PUBLICATIONS = Duration.ofMillis(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Mirror mirror;
  private final Runnable onUnreadable;
  private final Map<Topic, Map<Integer, Long>> positions = new EnumMap<>(Topic.class);
  private @Nullable Freshness freshness;
  private long newestMillis;

  /**
   * @param onUnreadable called for each record that is none of its topic; other jobs make a dead
   *     letter of it
   */
  MirrorReader(Consumer<byte[], byte[]> consumer, Mirror mirror, Runnable onUnreadable) {
    this.consumer = consumer;
    this.mirror = mirror;
    this.onUnreadable = onUnreadable;
  }

  /** Reads from the beginnings to the ends as they are now, and publishes. */
  void load(BooleanSupplier closed) {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : TOPICS) {
      for (var info : consumer.partitionsFor(topic.topicName())) {
        partitions.add(new TopicPartition(info.topic(), info.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions);
    while (!closed.getAsBoolean()
        && ends.entrySet().stream()
            .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      apply(consumer.poll(POLL));
    }
    if (!closed.getAsBoolean()) {
      ends.forEach((partition, end) -> reached(partition.topic(), partition.partition(), end));
    }
    publish();
  }

  /** Measures what it reads from now on. */
  void measure(Freshness by) {
    freshness = by;
  }

  private void publish() {
    mirror.publish(newestMillis, positions());
    if (freshness != null) {
      freshness.published();
    }
  }

  /** A copy: what is published never changes. */
  private TopicEnds positions() {
    var copies = new EnumMap<Topic, Map<Integer, Long>>(Topic.class);
    positions.forEach((topic, partitions) -> copies.put(topic, Map.copyOf(partitions)));
    return new TopicEnds(copies);
  }

  private void reached(String topicName, int partition, long next) {
    for (var topic : TOPICS) {
      if (topic.topicName().equals(topicName)) {
        positions.computeIfAbsent(topic, key -> new HashMap<>()).merge(partition, next, Math::max);
      }
    }
  }

  /** Reads on, and publishes what it read within milliseconds. */
  void follow(BooleanSupplier closed) {
    long published = System.nanoTime();
    boolean changed = false;
    while (!closed.getAsBoolean()) {
      var pause = BETWEEN_PUBLICATIONS.minusNanos(System.nanoTime() - published);
      changed |= apply(consumer.poll(!changed ? POLL : pause.isNegative() ? Duration.ZERO : pause));
      changed |= mirror.hasNews();
      long now = System.nanoTime();
      if (changed && now - published >= BETWEEN_PUBLICATIONS.toNanos()) {
        publish();
        published = now;
        changed = false;
      }
    }
    if (changed) {
      publish();
    }
  }

  /** Returns whether there were any. */
  private boolean apply(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      try {
        apply(record);
      } catch (InvalidEventException | IllegalArgumentException e) {
        LOG.warn(
            "{}, partition {}, offset {} is not of its topic",
            record.topic(),
            record.partition(),
            record.offset(),
            e);
        onUnreadable.run();
      }
      newestMillis = Math.max(newestMillis, record.timestamp());
      reached(record.topic(), record.partition(), record.offset() + 1);
    }
    return !records.isEmpty();
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) throws InvalidEventException {
    if (record.topic().equals(Topic.OFFERS.topicName())) {
      var offer = InternalEvents.read(record.value(), Offer.class);
      var effect = mirror.apply(offer);
      if (freshness != null) {
        freshness.applied(offer, effect, eventMillis(record));
      }
    } else {
      var image = InternalEvents.read(record.value(), ImageVector.class);
      mirror.apply(image);
      if (freshness != null) {
        freshness.applied(image);
      }
    }
  }

  private static long eventMillis(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(EventTime.HEADER);
    return EventTime.read(header == null ? null : header.value());
  }
}
