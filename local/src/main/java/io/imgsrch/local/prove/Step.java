package io.imgsrch.local.prove;

import io.imgsrch.config.event.Topic;

/**
 * A record that the history writes.
 *
 * @param kind what the step is about, for the report
 * @param key Kafka's key; of a poison event too, so that its partition is the product's
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
public record Step(Kind kind, Topic topic, String key, byte[] value) {

  /** What happens, and how often in a hundred. */
  public enum Kind {
    NEW_PICTURES(22),
    NEW_PRICE(12),
    SWITCH(26),
    DELETE(5),
    REPEAT(7),
    REORDERED(7),
    STALE(6),
    SAME_VERSION(6),
    BAD_PICTURE(5),
    POISON(4);

    private final int percent;

    Kind(int percent) {
      this.percent = percent;
    }

    /** The kind for a number from 0 to 99. */
    static Kind of(int number) {
      int left = number;
      for (var kind : values()) {
        left -= kind.percent;
        if (left < 0) {
          return kind;
        }
      }
      throw new IllegalArgumentException(number + " is not below 100");
    }
  }
}
