package io.imgsrch.operators.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found. Every hit was read from the state, and on sale, within this search: a
 * candidate that could not be read is left out.
 *
 * @param degradeLevel {@link #NORMAL} or {@link #SOME_READS_FAILED}
 * @param verified whether the page is all that the state says: no candidate was left out because it
 *     could not be read
 * @param indexAgeMs age of the newest change of the catalogue that this server has seen; null
 *     before the first
 * @param hits the best first, one per product
 */
public record SearchAnswer(
    String traceId,
    int degradeLevel,
    boolean verified,
    @Nullable Long indexAgeMs,
    Timings tookMs,
    List<Hit> hits) {
  public static final int NORMAL = 0;
  public static final int SOME_READS_FAILED = 1;
}
