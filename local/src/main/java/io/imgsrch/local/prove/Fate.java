package io.imgsrch.local.prove;

import io.imgsrch.config.event.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What must become of a picture of an event.
 *
 * @param imagePk of its bytes; null if they cannot be had, or are no picture by their first bytes
 * @param reason why it is bad for good; null if it is good
 */
public record Fate(@Nullable String imagePk, @Nullable Reason reason) {

  /** Whether a search can find it. */
  boolean good() {
    return reason == null;
  }
}
