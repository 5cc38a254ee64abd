package io.imgsrch.operators.query;

import io.imgsrch.config.event.Topic;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Places in topics: by partition, the offset of the record that comes next.
 *
 * @param offsets never changes
 */
public record TopicEnds(Map<Topic, Map<Integer, Long>> offsets) {
  public static final TopicEnds NONE = new TopicEnds(Map.of());

  /** Of one topic; what is not known is left out. */
  public Map<Integer, Long> of(Topic topic) {
    return offsets.getOrDefault(topic, Map.of());
  }

  /** The same of one topic alone. */
  public TopicEnds only(Topic topic) {
    return new TopicEnds(Map.of(topic, of(topic)));
  }

  /** Whether each of some places is reached. A partition in which there never was a record is. */
  public boolean isAtLeast(TopicEnds others) {
    return others.offsets.entrySet().stream()
        .allMatch(
            topic ->
                topic.getValue().entrySet().stream()
                    .allMatch(
                        end ->
                            of(topic.getKey()).getOrDefault(end.getKey(), 0L) >= end.getValue()));
  }

  /** The later place of both, in each partition. */
  public TopicEnds and(TopicEnds others) {
    var later = new EnumMap<Topic, Map<Integer, Long>>(Topic.class);
    for (var ends : new TopicEnds[] {this, others}) {
      ends.offsets.forEach(
          (topic, partitions) -> {
            var merged = later.computeIfAbsent(topic, key -> new HashMap<>());
            partitions.forEach((partition, end) -> merged.merge(partition, end, Math::max));
          });
    }
    return new TopicEnds(later);
  }
}
