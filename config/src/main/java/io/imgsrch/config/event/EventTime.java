package io.imgsrch.config.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * When the event was appended that a record of our topics comes of: milliseconds since the epoch,
 * as decimal digits in a header. A record that comes of no event, as one that is repeated, has
 * none.
 */
public final class EventTime {
  /** The header's name. */
  public static final String HEADER = "event_appended_ms";

  /** Of a record that comes of no event. */
  public static final long NONE = 0;

  private EventTime() {}

  /** The header's value. */
  public static byte[] write(long millis) {
    return Long.toString(millis).getBytes(US_ASCII);
  }

  /**
   * Reads the header.
   *
   * @param value null where there is no such header
   * @return {@link #NONE} also of what no job of ours has written
   */
  public static long read(byte @Nullable [] value) {
    if (value == null) {
      return NONE;
    }
    try {
      return Math.max(NONE, Long.parseLong(new String(value, US_ASCII)));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
