package io.imgsrch.operators.query;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import java.time.Duration;

/**
 * What searches may cost.
 *
 * @param timeout of one search
 * @param vectorsTimeout of one call of the vector store
 * @param overfetch candidates asked of the vector store per hit wanted
 * @param maxCandidates of one search
 * @param readsInFlight reads of the state on the way, of one search
 * @param searches at a time; further ones are refused
 * @param dimension length of the vectors
 */
public record SearchLimits(
    Duration timeout,
    Duration vectorsTimeout,
    int overfetch,
    int maxCandidates,
    int readsInFlight,
    int searches,
    int dimension) {

  public static SearchLimits of(Settings settings) {
    return new SearchLimits(
        settings.get(QueryOptions.SEARCH_TIMEOUT),
        settings.get(QueryOptions.VECTORS_TIMEOUT),
        settings.get(QueryOptions.OVERFETCH),
        settings.get(QueryOptions.MAX_CANDIDATES),
        settings.get(QueryOptions.STATE_READS_IN_FLIGHT),
        settings.get(QueryOptions.THREADS) + settings.get(QueryOptions.MAX_QUEUED),
        settings.get(EmbedOptions.DIMENSION));
  }
}
