package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;

/**
 * One measurement.
 *
 * @param rate items a second that were to arrive in this measurement, or are to in the one that it
 *     is compared with; 0 where none do
 * @param meanKept items that a filter keeps, on average
 * @param effort as tuned, in the peer's words
 * @param seconds measured, warm-up not counted
 * @param failures searches without an answer
 * @param partial answers that say of themselves that they are not whole
 * @param recall mean share of the right answer, of the searches measured; NaN without searches
 * @param busyCores cores of the machine that were busy, whoever kept them so
 * @param arrived items a second that did arrive
 */
public record Result(
    String peer,
    Shape shape,
    Kept kept,
    Phase phase,
    int rate,
    int threads,
    int repetition,
    double meanKept,
    String effort,
    double seconds,
    long searches,
    long failures,
    long partial,
    double p50Micros,
    double p99Micros,
    double recall,
    double busyCores,
    double arrived) {

  /** What happens during a measurement. */
  public enum Phase {
    /** Searches. */
    QUIET,
    /** Nothing. */
    IDLE,
    /** Items arrive, and nobody searches. */
    ARRIVALS,
    /** Both. */
    BOTH
  }

  /** Searches answered in a second, by all threads. */
  public double qps() {
    return searches / seconds;
  }
}
