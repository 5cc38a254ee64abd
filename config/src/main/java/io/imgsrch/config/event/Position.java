package io.imgsrch.config.event;

/** The place of a record in a topic. */
public record Position(Topic topic, int partition, long offset) {
  /** As people and forms write it: {@code catalog.products:0:17}. */
  @Override
  public String toString() {
    return topic.topicName() + ":" + partition + ":" + offset;
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is no position in a topic that holds events
   */
  public static Position parse(String text) {
    var parts = text.strip().split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("expected topic:partition:offset, found '" + text + "'");
    }
    return of(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
  }

  /**
   * Of an event.
   *
   * @throws IllegalArgumentException if the topic holds no events, or a number is negative
   */
  public static Position of(String topicName, int partition, long offset) {
    for (var topic : Topic.values()) {
      if (topic.holdsEvents() && topic.topicName().equals(topicName)) {
        if (partition < 0 || offset < 0) {
          throw new IllegalArgumentException("partition and offset must not be negative");
        }
        return new Position(topic, partition, offset);
      }
    }
    throw new IllegalArgumentException(
        "'%s' is neither %s nor %s"
            .formatted(topicName, Topic.PRODUCTS.topicName(), Topic.AVAILABILITY.topicName()));
  }
}
