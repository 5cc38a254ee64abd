package io.imgsrch.local.rebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A topic of one partition, in memory, whose reader may be disturbed before each record. */
final class FakeLog implements RecordLog {
  private static final String NAME = Topic.IMAGES.topicName();
  private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

  final List<String> values = new ArrayList<>();
  Runnable disturbance = () -> {};

  /** Writes a change of a fake store. */
  void append(FakeChange change) {
    values.add(change.toString());
  }

  @Override
  public Map<TopicPartition, Long> beginnings(Topic topic) {
    return Map.of(PARTITION, 0L);
  }

  @Override
  public Map<TopicPartition, Long> ends(Topic topic) {
    disturbance.run();
    return Map.of(PARTITION, (long) values.size());
  }

  @Override
  public void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, Visitor visitor)
      throws IOException {
    long end = ends.getOrDefault(PARTITION, 0L);
    for (long offset = from.getOrDefault(PARTITION, 0L); offset < end; offset++) {
      disturbance.run();
      var value = values.get((int) offset).getBytes(UTF_8);
      visitor.visit(new ConsumerRecord<>(NAME, 0, offset, null, value));
    }
  }
}
