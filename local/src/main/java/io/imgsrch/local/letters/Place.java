package io.imgsrch.local.letters;

import io.imgsrch.config.event.Topic;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where a record is: {@code catalog.products/2@1041}. */
public record Place(String topic, int partition, long offset) {
  private static final Pattern FORM =
      Pattern.compile("(?:([a-zA-Z0-9._-]{1,249})/)?([0-9]{1,9})@([0-9]{1,18})");

  /**
   * Reads {@code topic/partition@offset}; without a topic it is {@code catalog.dead-letters}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Place parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no place of a dead letter: give its own, such as 2@17, or that of its event, such"
                  .formatted(text)
              + " as catalog.products/2@1041");
    }
    var topic = parts.group(1) == null ? Topic.DEAD_LETTERS.topicName() : parts.group(1);
    return new Place(topic, Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
  }

  static Place of(ConsumerRecord<?, ?> record) {
    return new Place(record.topic(), record.partition(), record.offset());
  }

  TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  /** Whether it is in {@code catalog.dead-letters}. */
  public boolean isLetter() {
    return topic.equals(Topic.DEAD_LETTERS.topicName());
  }

  /** Within its topic: {@code 2@1041}. */
  public String position() {
    return partition + "@" + offset;
  }

  @Override
  public String toString() {
    return topic + "/" + position();
  }
}
