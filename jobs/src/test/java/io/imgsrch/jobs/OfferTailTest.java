package io.imgsrch.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.serve.NewestOffers;
import io.imgsrch.operators.query.serve.OfferMark;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OfferTailTest {
  private static final String TOPIC = Topic.OFFERS.topicName();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SWITCHES =
      new TopicPartition(Topic.AVAILABILITY.topicName(), 0);
  private static final int CAPACITY = 6; // three of each partition

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final NewestOffers newest = new NewestOffers(CAPACITY);

  @Test
  void asManyAsFitAreReadFromTheEnd() throws Exception {
    topic(5);
    consumer.schedulePollTask(
        () -> {
          for (long version = 2; version < 5; version++) {
            add(version, EventJson.write(offer("p" + version, version)));
          }
        });
    new OfferTail(consumer, newest).read();
    assertThat(newest.all()).containsOnlyKeys("7/p2", "7/p3", "7/p4");
    assertThat(consumer.position(PARTITION)).isEqualTo(5);
  }

  @Test
  void whatIsNoOfferIsPassedOver() throws Exception {
    topic(2);
    consumer.schedulePollTask(
        () -> {
          add(0, "no offer".getBytes(StandardCharsets.UTF_8));
          add(1, EventJson.write(offer("p", 1)));
        });
    new OfferTail(consumer, newest).read();
    assertThat(newest.all()).containsOnlyKeys("7/p");
  }

  @Test
  void anEmptyTopicIsReadAtOnce() throws Exception {
    topic(0);
    new OfferTail(consumer, newest).read();
    assertThat(newest.all()).isEmpty();
  }

  @Test
  void availabilityEventsAreReadToo() throws Exception {
    topics(1, 1);
    var event =
        "{\"merchant_id\": 7, \"product_id\": \"p\", \"version\": 5, \"available\": false}"
            .getBytes(StandardCharsets.UTF_8);
    consumer.schedulePollTask(
        () -> {
          add(0, EventJson.write(offer("p", 1)));
          consumer.addRecord(new ConsumerRecord<>(SWITCHES.topic(), 0, 0, new byte[0], event));
        });
    new OfferTail(consumer, newest).read();
    assertThat(newest.all())
        .containsOnly(
            Map.entry(
                "7/p",
                new OfferMark(
                    "7/p",
                    new Revision(1, Revision.DELETED, ""),
                    new Revision(5, Revision.UNAVAILABLE, ""))));
  }

  private void topic(long end) {
    topics(end, 0);
  }

  private void topics(long offers, long switches) {
    for (var partition : List.of(PARTITION, SWITCHES)) {
      var none = new Node[0];
      var topic = partition.topic();
      consumer.updatePartitions(
          topic, List.of(new PartitionInfo(topic, 0, Node.noNode(), none, none)));
    }
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L, SWITCHES, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, offers, SWITCHES, switches));
  }

  private void add(long offset, byte[] value) {
    consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], value));
  }

  private static Offer offer(String product, long version) {
    var content = new Revision(version, Revision.DELETED, "");
    return new Offer(7, product, content, null, null, List.of(), false, List.of(), "");
  }
}
