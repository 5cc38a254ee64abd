package io.imgsrch.local.prove;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was written of each product, and when Kafka acknowledged it. Safe for threads. */
final class Book {
  private static final int RECENT = 64;

  /** A valid event on its way; times are of {@link System#nanoTime}. */
  static final class Entry {
    final LogEvent event;
    private volatile long ackedAt;
    private volatile boolean acked;

    Entry(LogEvent event) {
      this.event = event;
    }

    void acknowledge(long now) {
      ackedAt = now;
      acked = true;
    }

    boolean ackedBefore(long time) {
      return acked && ackedAt - time < 0;
    }
  }

  private final Map<String, List<Entry>> entries = new ConcurrentHashMap<>();
  private final List<String> keys = new ArrayList<>();
  private final Set<String> listed = new HashSet<>();
  private final List<String> touched = new ArrayList<>();
  private volatile boolean kafkaAway;
  private volatile @Nullable Long kafkaBackAt;

  /** Notes an event before it is sent: from now on a search may know of it. */
  Entry write(LogEvent event) {
    var entry = new Entry(event);
    entries.compute(
        event.key(),
        (key, before) -> {
          var after = new ArrayList<Entry>(before == null ? List.of() : before);
          after.add(entry);
          return after;
        });
    synchronized (this) {
      if (event.content() && listed.add(event.key())) {
        keys.add(event.key());
      }
      touched.add(event.key());
      if (touched.size() > RECENT) {
        touched.remove(0);
      }
    }
    return entry;
  }

  /** Notes that from now on Kafka may tell nobody of what it has acknowledged. */
  void kafkaGoes() {
    kafkaAway = true;
  }

  /** Notes that Kafka can be reached again. */
  void kafkaReturns(long now) {
    kafkaBackAt = now;
    kafkaAway = false;
  }

  /** Whether Kafka could be reached all the time since then. */
  boolean kafkaThereSince(long time) {
    var back = kafkaBackAt;
    return !kafkaAway && (back == null || back - time < 0);
  }

  /** The events of a product so far. */
  List<Entry> of(String key) {
    return entries.getOrDefault(key, List.of());
  }

  /** A listed product, in half of the cases one that changed lately; empty at the beginning. */
  synchronized String any(Random random) {
    var from = random.nextBoolean() ? touched : keys;
    return from.isEmpty() ? "" : from.get(random.nextInt(from.size()));
  }
}
