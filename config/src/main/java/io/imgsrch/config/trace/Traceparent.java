package io.imgsrch.config.trace;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code traceparent} header of <a href="https://www.w3.org/TR/trace-context/">W3C Trace
 * Context</a>: {@code 00-<trace id>-<span id>-<flags>}.
 */
public final class Traceparent {
  /** Name of the header, in Kafka and HTTP alike. */
  public static final String HEADER = "traceparent";

  /** Key of the trace id in the logging context. */
  public static final String LOG_KEY = "trace_id";

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int TRACE_ID_START = 3;
  private static final int TRACE_ID_END = TRACE_ID_START + 32;

  private Traceparent() {}

  /** Whether the text is a traceparent of version 00. */
  public static boolean isValid(@Nullable String text) {
    return text != null && FORM.matcher(text).matches();
  }

  /** The text itself if it is valid, else a new trace. */
  public static String orNew(@Nullable String text) {
    return text != null && isValid(text) ? text : create();
  }

  /** A new, sampled trace. */
  public static String create() {
    var random = ThreadLocalRandom.current();
    return of(nonZero(random), random.nextLong(), nonZero(random));
  }

  /**
   * The trace of one record: the same for the same place in the same topic, so that an event
   * without a header keeps its trace when it is read again.
   */
  public static String ofRecord(String topic, int partition, long offset, long timestampMillis) {
    var place = topic + "/" + partition + "/" + offset + "/" + timestampMillis;
    var id = UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    return of(high, low, low);
  }

  private static String of(long traceHigh, long traceLow, long span) {
    return "00-" + hex(traceHigh) + hex(traceLow) + "-" + hex(span) + "-01";
  }

  private static String hex(long bits) {
    return HexFormat.of().toHexDigits(bits);
  }

  /** The 32 hex digits of the trace id; empty for a text too short to have one. */
  public static String traceId(String traceparent) {
    return traceparent.length() < TRACE_ID_END
        ? ""
        : traceparent.substring(TRACE_ID_START, TRACE_ID_END);
  }

  private static long nonZero(ThreadLocalRandom random) {
    return random.nextLong() | 1;
  }
}
