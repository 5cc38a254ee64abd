package io.imgsrch.local.letters;

import io.imgsrch.local.client.ClientException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was replayed before, as the source topics themselves tell: a replay goes to the partition of
 * its event, so it stands there somewhere behind it. Reads the partitions from the first of the
 * events on.
 */
final class ReplayHistory {
  private final Set<Place> events;
  private final Set<Place> replayed = new HashSet<>();
  private final Map<Place, Integer> earlierAttempts = new HashMap<>();

  private ReplayHistory(Set<Place> events) {
    this.events = events;
  }

  /** Of some events; places whose partition is no more have none. */
  static ReplayHistory read(TopicLog log, Collection<Place> events) throws ClientException {
    var first = new HashMap<TopicPartition, Long>();
    events.forEach(event -> first.merge(event.topicPartition(), event.offset(), Math::min));
    for (var topic : events.stream().map(Place::topic).distinct().toList()) {
      var there = log.partitions(topic);
      first.keySet().removeIf(each -> each.topic().equals(topic) && !there.contains(each));
    }
    var history = new ReplayHistory(Set.copyOf(events));
    log.read(
        first,
        item -> {
          var repeated = Letter.header(item, ReplayHeaders.REPLAY_OF);
          if (repeated != null) {
            history.note(
                Place.of(item),
                item.topic() + "/" + repeated,
                Letter.header(item, ReplayHeaders.ATTEMPTS));
          }
        });
    return history;
  }

  private void note(Place replay, String repeated, @Nullable String attempts) {
    try {
      var event = Place.parse(repeated);
      if (events.contains(event)) {
        replayed.add(event);
      }
      if (events.contains(replay) && attempts != null) {
        earlierAttempts.put(replay, Integer.parseInt(attempts));
      }
    } catch (IllegalArgumentException e) {
      // A producer of somebody else's that uses the header's name: no replay of ours.
    }
  }

  boolean wasReplayed(Place event) {
    return replayed.contains(event);
  }

  /** Attempts before this event, which may be a replay itself. */
  int attemptsBefore(Place event) {
    return earlierAttempts.getOrDefault(event, 0);
  }
}
