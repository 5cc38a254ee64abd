package io.imgsrch.operators.query.mirror;

import org.jspecify.annotations.Nullable;

/** What a record of {@code catalog.offers} changes for searches. */
public enum Effect {
  /** Nothing that has to do with being found: it was known, or waits for its pictures. */
  NONE,
  /** Nothing: a newer record is there. */
  SUPERSEDED,
  /** The offer is on sale, as the record says it for the first time, with all its pictures. */
  SHOWN,
  /** The offer was on sale, and is not any more. */
  HIDDEN;

  static Effect of(@Nullable MirroredOffer before, MirroredOffer after) {
    boolean repeated = before != null && before.isOf(after);
    boolean wasComplete = repeated && before != null && before.complete();
    if (after.available()) {
      return after.complete() && !wasComplete ? SHOWN : NONE;
    }
    return before != null && before.available() && !repeated ? HIDDEN : NONE;
  }
}
