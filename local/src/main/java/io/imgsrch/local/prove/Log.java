package io.imgsrch.local.prove;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Topic;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The two input topics: what they hold is what Kafka acknowledged. */
final class Log {
  private static final List<Topic> INPUTS = List.of(Topic.PRODUCTS, Topic.AVAILABILITY);

  private Log() {}

  /** Whether nothing was ever written. */
  static boolean isEmpty(Settings settings) throws IOException {
    var empty = new AtomicBoolean(true);
    for (var topic : INPUTS) {
      try (var tail = new TopicTail(settings, topic, record -> empty.set(false))) {
        tail.read();
      }
    }
    return empty.get();
  }

  /**
   * The model of all that was written.
   *
   * @param found told of each record
   */
  static LogModel model(Settings settings, Pictures pictures, Consumer<Position> found)
      throws IOException {
    var model = new LogModel(pictures::fate);
    for (var topic : INPUTS) {
      try (var tail =
          new TopicTail(
              settings,
              topic,
              record -> {
                var at = new Position(record.topic(), record.partition(), record.offset());
                found.accept(at);
                model.add(at, record.value());
              })) {
        tail.read();
      }
    }
    return model;
  }
}
