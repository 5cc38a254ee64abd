package io.imgsrch.operators.query;

import org.jspecify.annotations.Nullable;

/**
 * What went by on the catalogue's streams since this server began to read them.
 *
 * @param changes of offers and of embedded pictures
 * @param picturesListed pictures in products as they were listed, the same picture each time
 * @param picturesEmbedded pictures that were embedded
 * @param deadLetters events and pictures that could not be used
 * @param indexAgeMs age of the newest change; null before the first
 * @param freshness how soon searches saw what events said
 */
public record LiveFigures(
    long changes,
    long picturesListed,
    long picturesEmbedded,
    long deadLetters,
    @Nullable Long indexAgeMs,
    FreshnessReport freshness) {

  /** Share of the listed pictures that needed no embedding of their own; null before the first. */
  public @Nullable Double dedupRatio() {
    return picturesListed == 0 ? null : Math.max(0, 1 - (double) picturesEmbedded / picturesListed);
  }
}
