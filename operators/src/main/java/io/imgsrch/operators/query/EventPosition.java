package io.imgsrch.operators.query;

import io.imgsrch.config.event.Position;

/** Where an event is, by the name of its topic. */
public record EventPosition(String topic, int partition, long offset) {
  static EventPosition of(Position position) {
    return new EventPosition(position.topic().topicName(), position.partition(), position.offset());
  }
}
