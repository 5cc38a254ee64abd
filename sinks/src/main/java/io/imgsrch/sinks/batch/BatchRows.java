package io.imgsrch.sinks.batch;

import java.io.Serializable;

/** What a batch has to know of its rows. */
public interface BatchRows<T> extends Serializable {
  /** The key in the store. */
  String key(T row);

  /** About how many bytes the row takes in a request. */
  int sizeOf(T row);

  /** The trace that the row belongs to, for the log; empty if it has none. */
  String traceparent(T row);

  /**
   * Whether {@code next} makes {@code before} needless: both have the same key and {@code next}
   * came later. Otherwise both are written, in two batches, and the store's guard decides.
   */
  default boolean replaces(T before, T next) {
    return true;
  }
}
