package io.imgsrch.operators.readback;

import io.imgsrch.config.trace.Traceparent;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A key whose topic does not say what the state says, or of which that is not known yet.
 *
 * @param sinceMillis processing time
 * @param read whether another record was read since the topic was last known to be right
 * @param found digest of the newest one; null if it tells of no row
 * @param traceparent of the record that was published to set it right; empty if none was
 */
public record Doubt(long sinceMillis, boolean read, @Nullable Long found, String traceparent) {

  /** Nothing was read after the state changed. */
  static Doubt unread(long nowMillis) {
    return new Doubt(nowMillis, false, null, "");
  }

  /** Published once more. */
  Doubt answered(long nowMillis, String trace) {
    return new Doubt(nowMillis, read, found, trace);
  }

  boolean isAnsweredBy(String trace) {
    return !traceparent.isEmpty() && traceparent.equals(trace);
  }

  /** The trace id of the record that was published to set it right; empty if none was. */
  String traceId() {
    return Traceparent.traceId(traceparent);
  }

  /** For people. */
  String describe() {
    return read ? "is " + describe(found) : "did not come back";
  }

  static String describe(@Nullable Long digest) {
    return digest == null ? "absent" : HexFormat.of().toHexDigits(digest);
  }
}
