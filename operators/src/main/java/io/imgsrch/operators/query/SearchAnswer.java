package io.imgsrch.operators.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found. Every hit was read from the state, and on sale, within this search: a
 * candidate that could not be read is left out.
 *
 * @param degradeLevel the highest of {@link #NORMAL}, {@link #SOME_READS_FAILED}, {@link
 *     #IN_MEMORY} and {@link #PARTLY_IN_MEMORY} that holds
 * @param verified whether the page is all that the state says: no candidate was left out because it
 *     could not be read
 * @param indexAgeMs age of the newest change of the catalogue that this server has seen; null
 *     before the first
 * @param hits the best first, one per product
 * @param explain how it came about; null unless it was asked for
 */
public record SearchAnswer(
    String traceId,
    int degradeLevel,
    boolean verified,
    @Nullable Long indexAgeMs,
    Timings tookMs,
    List<Hit> hits,
    @Nullable Explanation explain) {
  public static final int NORMAL = 0;
  public static final int SOME_READS_FAILED = 1;

  /** The vector store failed, and all that the search allows was scored in memory. */
  public static final int IN_MEMORY = 2;

  /** The vector store failed, and of what the search allows a part has no vector in memory. */
  public static final int PARTLY_IN_MEMORY = 3;
}
