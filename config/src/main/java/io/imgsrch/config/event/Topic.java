package io.imgsrch.config.event;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Our topics, with the settings that our promises rest on. */
public enum Topic {
  PRODUCTS("catalog.products", Retention.KEPT),
  AVAILABILITY("catalog.availability", Retention.KEPT),
  LISTINGS("catalog.listings", Retention.COMPACTED),
  IMAGES("catalog.images", Retention.COMPACTED),
  OFFERS("catalog.offers", Retention.COMPACTED),
  BITMAPS("catalog.bitmaps", Retention.COMPACTED),
  REPAIRS("catalog.repairs", Retention.WEEK),
  SERVING("catalog.serving", Retention.COMPACTED),
  PROGRESS("catalog.progress", Retention.MINUTES),
  DEAD_LETTERS("catalog.dead-letters", Retention.WEEK);

  /** Largest record batch, in bytes. A product event carries at most one inline picture set. */
  public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  /** A dead letter holds the original bytes, and its headers on top. */
  private static final int DEAD_LETTER_HEADROOM = 1024 * 1024;

  private enum Retention {
    /** Inputs are never compacted: the latest arrival need not be the newest version. */
    KEPT,
    COMPACTED,
    WEEK,
    /** Only the newest records count, and the next ones come at once. */
    MINUTES
  }

  private static final Duration MINUTES_KEPT = Duration.ofMinutes(10);

  private final String topicName;
  private final Retention retention;

  Topic(String topicName, Retention retention) {
    this.topicName = topicName;
    this.retention = retention;
  }

  /** The name on the broker. */
  public String topicName() {
    return topicName;
  }

  /** Whether its records are events of producers, and not made of them by our jobs. */
  public boolean holdsEvents() {
    return this == PRODUCTS || this == AVAILABILITY;
  }

  /** How many partitions it gets, where others get so many. */
  public int partitions(int others) {
    return this == PROGRESS ? 1 : others;
  }

  /** Largest record batch that the broker takes, in bytes. */
  public int maxMessageBytes() {
    return this == DEAD_LETTERS ? MAX_MESSAGE_BYTES + DEAD_LETTER_HEADROOM : MAX_MESSAGE_BYTES;
  }

  /** The topic settings that Kafka's admin client takes, by their Kafka names. */
  public Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("max.message.bytes", Integer.toString(maxMessageBytes()));
    settings.put("cleanup.policy", retention == Retention.COMPACTED ? "compact" : "delete");
    switch (retention) {
      case KEPT -> {
        settings.put("retention.ms", "-1");
        settings.put("retention.bytes", "-1");
      }
      case WEEK -> settings.put("retention.ms", Long.toString(Duration.ofDays(7).toMillis()));
      case MINUTES -> {
        var millis = Long.toString(MINUTES_KEPT.toMillis());
        settings.put("retention.ms", millis);
        settings.put("segment.ms", millis); // a segment that is written to is never deleted
      }
      case COMPACTED -> {}
    }
    return Map.copyOf(settings);
  }
}
