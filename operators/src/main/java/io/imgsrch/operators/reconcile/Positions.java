package io.imgsrch.operators.reconcile;

import java.util.Map;

/**
 * How far a topic was processed at one moment, by offsets of its partitions: the first that was
 * not. A partition that is missing was not read at all.
 *
 * @param read what the expectations hold for sure
 * @param stored what the table holds for sure
 */
public record Positions(Map<Integer, Long> read, Map<Integer, Long> stored) {

  /** Whether the record behind an expectation has been written into the table. */
  boolean settled(Expectation expectation) {
    return stored.getOrDefault(expectation.partition(), 0L) > expectation.offset();
  }

  /** Whether the expectations hold everything before these ends of the partitions. */
  boolean passed(Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }
}
