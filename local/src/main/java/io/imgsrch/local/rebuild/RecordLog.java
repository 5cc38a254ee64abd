package io.imgsrch.local.rebuild;

import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topics that stores are built from. For one thread. */
public interface RecordLog {
  /** Takes a record. */
  @FunctionalInterface
  interface Visitor {
    void visit(ConsumerRecord<byte[], byte[]> item) throws IOException;
  }

  /** Where the partitions of a topic begin. */
  Map<TopicPartition, Long> beginnings(Topic topic) throws IOException;

  /** Where they end now. */
  Map<TopicPartition, Long> ends(Topic topic) throws IOException;

  /** Visits the records from these offsets to those before the others, each partition in order. */
  void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, Visitor visitor)
      throws IOException;
}
