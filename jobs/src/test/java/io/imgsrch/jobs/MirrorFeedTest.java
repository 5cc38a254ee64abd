package io.imgsrch.jobs;

import static io.imgsrch.jobs.MirrorRecords.IMAGE;
import static io.imgsrch.jobs.MirrorRecords.VECTOR;
import static io.imgsrch.jobs.MirrorRecords.image;
import static io.imgsrch.jobs.MirrorRecords.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.EventTime;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.AllowedImages;
import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.MirrorReport;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.TopicEnds;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.sinks.batch.Backoff;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MirrorFeedTest {
  private static final TopicPartition OFFERS = new TopicPartition(Topic.OFFERS.topicName(), 0);
  private static final TopicPartition IMAGES = new TopicPartition(Topic.IMAGES.topicName(), 0);
  private static final long APPENDED = 1_000;

  private final Queue<MockConsumer<byte[], byte[]>> consumers = new ArrayDeque<>();
  private final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
  private final Gauges gauges = new Gauges();
  private @Nullable MirrorFeed feed;

  @AfterEach
  void close() {
    if (feed != null) {
      feed.close();
    }
  }

  @Test
  void nothingIsKnownBeforeTheEndsAreReached() {
    var consumer = consumer(2, 1);
    add(consumer, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    start();
    await(() -> assertThat(consumer.position(OFFERS)).isEqualTo(1));
    assertThat(feed().allowed(Scope.ALL)).isNull();
    assertThat(feed().problem()).contains("being read");
    assertThat(gauges.value("mirror_load_ms")).isEqualTo(-1);
    assertThat(gauges.value("mirror_age_ms")).isEqualTo(-1);

    add(consumer, OFFERS, 1, EventJson.write(offer("q", 1, true)));
    add(consumer, IMAGES, 0, image());
    await(() -> assertThat(onSale()).containsExactly("7/p", "7/q"));
    assertThat(feed().problem()).isNull();
    assertThat(gauges.value("mirror_offers")).isEqualTo(2);
    assertThat(gauges.value("mirror_images")).isEqualTo(1);
    assertThat(gauges.value("mirror_load_ms")).isNotNegative();
    assertThat(gauges.value("mirror_age_ms"))
        .isCloseTo(System.currentTimeMillis() - APPENDED, within(Duration.ofMinutes(1)));
  }

  @Test
  void picturesAreFoundByTheirVectorsWithoutAStore() {
    var consumer = consumer(1, 1);
    add(consumer, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    add(consumer, IMAGES, 0, image());
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    var allowed = Objects.requireNonNull(feed().allowed(Scope.ALL));
    assertThat(allowed.resident()).isEqualTo(allowed.count()).isEqualTo(1);
    var nearest = allowed.nearest(VECTOR, 5, () -> false).orElseThrow();
    assertThat(nearest).hasSize(1);
    assertThat(nearest.get(0).imagePk()).isEqualTo(IMAGE);
    assertThat(nearest.get(0).score()).isCloseTo(1, Offset.offset(1e-5f));
    assertThat(feed().vectorOf(IMAGE).orElseThrow()).containsExactly(VECTOR, Offset.offset(1e-4f));
    assertThat(gauges.value("mirror_vectors")).isEqualTo(1);
    assertThat(gauges.value("mirror_vector_bytes")).isPositive();
    assertThat(gauges.value("vectors_scored")).isEqualTo(1);
  }

  @Test
  void thereAreNoVectorsBeforeTheEndsAreReached() {
    var consumer = consumer(1, 1);
    add(consumer, IMAGES, 0, image());
    start();
    await(() -> assertThat(consumer.position(IMAGES)).isEqualTo(1));
    assertThat(feed().allowed(Scope.ALL)).isNull();
    assertThat(feed().vectorOf(IMAGE)).isEmpty();
  }

  @Test
  void whatComesLaterIsFollowed() {
    var consumer = consumer(1, 0);
    add(consumer, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    add(consumer, OFFERS, 1, EventJson.write(offer("p", 2, false)));
    await(() -> assertThat(onSale()).isEmpty());
    add(consumer, OFFERS, 2, EventJson.write(offer("p", 1, true)));
    add(consumer, OFFERS, 3, EventJson.write(offer("q", 1, true)));
    await(() -> assertThat(onSale()).containsExactly("7/q"));
  }

  @Test
  void saysUpToWhereItHoldsTheTopics() {
    var consumer = consumer(1, 1);
    add(consumer, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    add(consumer, IMAGES, 0, image());
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    assertThat(allowed().holds(ends(1, 1))).isTrue();
    assertThat(allowed().holds(ends(2, 1))).isFalse();
    assertThat(allowed().holds(ends(1, 2))).isFalse();

    var before = allowed();
    add(consumer, OFFERS, 1, EventJson.write(offer("q", 1, true)));
    await(() -> assertThat(allowed().holds(ends(2, 1))).isTrue());
    assertThat(onSale()).containsExactly("7/p", "7/q");
    assertThat(before.holds(ends(2, 1))).isFalse();
  }

  @Test
  void whatWasReadLastIsSeenWhenFollowingEnds() {
    var consumer = consumer(1, 0);
    add(consumer, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    var mirror = new Mirror();
    var reading = new MirrorReading(consumer, mirror, () -> {});
    reading.load(() -> false);
    add(consumer, OFFERS, 1, EventJson.write(offer("q", 1, true)));
    var looks = new AtomicInteger();
    reading.follow(() -> looks.incrementAndGet() > 1);
    assertThat(mirror.view().offerCount()).isEqualTo(2);
  }

  @Test
  void whatComesLaterIsMeasuredAndWhatWasThereIsNot() {
    long before = System.currentTimeMillis();
    var consumer = consumer(1, 1);
    add(consumer, OFFERS, 0, EventJson.write(offer("p", 1, true)), before);
    add(consumer, IMAGES, 0, image());
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    assertThat(feed().freshness()).isEqualTo(FreshnessReport.NONE);

    long event = System.currentTimeMillis();
    add(consumer, OFFERS, 1, EventJson.write(offer("q", 1, true)), event);
    add(consumer, OFFERS, 2, EventJson.write(offer("p", 2, false)), event);
    await(() -> assertThat(feed().freshness().hidden().count()).isEqualTo(1));
    var freshness = feed().freshness();
    assertThat(freshness.searchable().count()).isEqualTo(1);
    long most = System.currentTimeMillis() - event;
    assertThat(freshness.hidden().max()).isBetween(0L, most + most / 50 + 1);
    assertThat(gauges.value("event_to_hidden_max_ms")).isBetween(0L, most + most / 50 + 1);
  }

  @Test
  void whatIsNoneOfItsTopicIsCountedAndPassedOver() {
    var consumer = consumer(3, 0);
    add(consumer, OFFERS, 0, "no offer".getBytes(StandardCharsets.UTF_8));
    add(consumer, OFFERS, 1, EventJson.write(offer("bad", 1, true, "no digest")));
    add(consumer, OFFERS, 2, EventJson.write(offer("p", 1, true)));
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    assertThat(gauges.value("mirror_unreadable")).isEqualTo(2);
  }

  @Test
  void afterAFailureAllIsReadAgainAndUntilThenThereIsNone() {
    var first = consumer(1, 0);
    add(first, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    var second = consumer(1, 0);
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));

    first.setPollException(new KafkaException("broken"));
    await(() -> assertThat(second.assignment()).hasSize(2));
    assertThat(first.closed()).isTrue();
    assertThat(feed().allowed(Scope.ALL)).isNull();
    assertThat(feed().problem()).contains("broken");

    add(second, OFFERS, 0, EventJson.write(offer("q", 1, true)));
    await(() -> assertThat(onSale()).containsExactly("7/q"));
    assertThat(feed().problem()).isNull();
  }

  @Test
  void aRebuildReadsAnotherBesideTheOneThatServesAndSwitches() {
    var first = consumer(1, 0);
    add(first, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    var second = consumer(1, 1);
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    assertThat(feed().report()).isEqualTo(new MirrorReport(1, false, null, null, null, null, null));

    feed().rebuild();
    feed().rebuild(); // changes nothing: there is no third consumer
    await(() -> assertThat(second.assignment()).hasSize(2));
    assertThat(feed().report().building()).isTrue();
    assertThat(onSale()).containsExactly("7/p");

    add(first, IMAGES, 0, image());
    add(second, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    add(second, IMAGES, 0, image());
    await(() -> assertThat(feed().report().building()).isFalse());
    assertThat(feed().report().builds()).isEqualTo(2);
    assertThat(feed().report().equal()).isTrue();
    assertThat(feed().report().offers()).isEqualTo(1);
    assertThat(feed().report().images()).isEqualTo(1);
    assertThat(first.closed()).isTrue();

    add(second, OFFERS, 1, EventJson.write(offer("q", 1, true)));
    await(() -> assertThat(onSale()).containsExactly("7/p", "7/q"));
  }

  @Test
  void aRebuildSaysWhereTheOneBeforeWasWrong() {
    var first = consumer(1, 0);
    add(first, OFFERS, 0, EventJson.write(offer("lost", 1, true)));
    var second = consumer(1, 0);
    add(second, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    start();
    await(() -> assertThat(onSale()).containsExactly("7/lost"));
    feed().rebuild();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    await(() -> assertThat(feed().report().building()).isFalse());
    assertThat(feed().report().equal()).isFalse();
  }

  @Test
  void aRebuildThatFailsLeavesTheOneThatServes() {
    var first = consumer(1, 0);
    add(first, OFFERS, 0, EventJson.write(offer("p", 1, true)));
    consumer(1, 0).setPollException(new KafkaException("broken"));
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    feed().rebuild();
    await(() -> assertThat(feed().report().problem()).isNotNull());
    assertThat(feed().report().problem()).contains("broken");
    assertThat(feed().report().building()).isFalse();
    assertThat(feed().report().builds()).isEqualTo(1);
    assertThat(onSale()).containsExactly("7/p");
    assertThat(first.closed()).isFalse();
  }

  @Test
  void aRebuildThatFindsNoMemoryLeavesTheOneThatServesAndMayBeTriedAgain() {
    add(consumer(1, 0), OFFERS, 0, EventJson.write(offer("p", 1, true)));
    room.set(1);
    start();
    await(() -> assertThat(onSale()).containsExactly("7/p"));
    feed().rebuild();
    await(() -> assertThat(feed().report().building()).isFalse());
    assertThat(feed().report().problem()).contains("no room");
    assertThat(onSale()).containsExactly("7/p");

    room.set(1);
    add(consumer(1, 0), OFFERS, 0, EventJson.write(offer("p", 1, true)));
    await(
        () -> {
          feed().rebuild();
          assertThat(feed().report().builds()).isEqualTo(2);
        });
  }

  @Test
  void closingEndsARebuildToo() {
    var first = consumer(0, 0);
    var second = consumer(1, 0);
    start();
    await(() -> assertThat(feed().problem()).isNull());
    feed().rebuild();
    await(() -> assertThat(second.assignment()).isNotEmpty());
    feed().close();
    assertThat(first.closed()).isTrue();
    assertThat(second.closed()).isTrue();
  }

  @Test
  void closingEndsItsThreadAndItsConsumer() {
    var consumer = consumer(1, 0);
    start();
    await(() -> assertThat(consumer.assignment()).isNotEmpty());
    feed().close();
    assertThat(consumer.closed()).isTrue();
    assertThat(feed().allowed(Scope.ALL)).isNull();
  }

  private void start() {
    feed =
        MirrorFeed.open(
            () -> Objects.requireNonNull(consumers.remove()),
            this::mirror,
            new Backoff(0, Duration.ofMillis(1), Duration.ofMillis(1)),
            gauges);
  }

  private Mirror mirror() {
    if (room.getAndDecrement() == 0) {
      throw new OutOfMemoryError("no room for one more mirror");
    }
    return new Mirror(VECTOR.length, 1 << 20);
  }

  private MirrorFeed feed() {
    return Objects.requireNonNull(feed);
  }

  private AllowedImages allowed() {
    return Objects.requireNonNull(feed().allowed(Scope.ALL));
  }

  private static TopicEnds ends(long offers, long images) {
    return new TopicEnds(Map.of(Topic.OFFERS, Map.of(0, offers), Topic.IMAGES, Map.of(0, images)));
  }

  /** What shows {@link MirrorRecords#IMAGE}; nothing while that is not known. */
  private List<String> onSale() {
    var found = new ArrayList<String>();
    var allowed = feed().allowed(Scope.ALL);
    if (allowed != null) {
      allowed.offers(IMAGE, (merchant, product) -> found.add(merchant + "/" + product));
    }
    return found;
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().untilAsserted(assertion);
  }

  private static Offset<Long> within(Duration duration) {
    return Offset.offset(duration.toMillis());
  }

  /** The next that the feed gets, and how many records the topics hold at first. */
  private MockConsumer<byte[], byte[]> consumer(long offers, long images) {
    var consumer = new MockConsumer<byte[], byte[]>("none");
    for (var partition : List.of(OFFERS, IMAGES)) {
      var none = new Node[0];
      var topic = partition.topic();
      consumer.updatePartitions(
          topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), none, none)));
    }
    consumer.updateBeginningOffsets(Map.of(OFFERS, 0L, IMAGES, 0L));
    consumer.updateEndOffsets(Map.of(OFFERS, offers, IMAGES, images));
    consumers.add(consumer);
    return consumer;
  }

  private static void add(
      MockConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset, byte[] value) {
    add(consumer, partition, offset, value, EventTime.NONE);
  }

  private static void add(
      MockConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long offset,
      byte[] value,
      long eventMillis) {
    var headers = new RecordHeaders();
    headers.add(EventTime.HEADER, EventTime.write(eventMillis));
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(
                    partition.topic(),
                    0,
                    offset,
                    APPENDED,
                    TimestampType.LOG_APPEND_TIME,
                    0,
                    value.length,
                    new byte[0],
                    value,
                    headers,
                    Optional.empty())));
  }
}
