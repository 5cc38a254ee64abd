package io.imgsrch.operators.reconcile;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a row was found to be.
 *
 * @param round in which it was
 * @param offset of the record behind the expectation; -1 of a row that none is known of
 * @param expected null if there is to be no row
 * @param found null if there was no row
 * @param ends of the topic's partitions afterwards: no record behind them made what was found
 */
record Sighting(
    long round,
    long offset,
    @Nullable Long expected,
    @Nullable Long found,
    Map<Integer, Long> ends) {
  /** A sighting that was not followed up for so many rounds counts no more. */
  private static final int MAX_ROUNDS = 8;

  boolean differs() {
    return !Objects.equals(expected, found);
  }

  /** Whether the other, later sighting is of the same row, expected and found as before. */
  boolean isConfirmedBy(Sighting later) {
    return later.round - round <= MAX_ROUNDS
        && later.round > round
        && offset == later.offset
        && Objects.equals(expected, later.expected)
        && Objects.equals(found, later.found);
  }
}
