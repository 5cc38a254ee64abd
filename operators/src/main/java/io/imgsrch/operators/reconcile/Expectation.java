package io.imgsrch.operators.reconcile;

import io.imgsrch.config.event.OfferVersions;
import org.jspecify.annotations.Nullable;

/**
 * What a row has to be, by the newest record of its key.
 *
 * @param present whether there is to be a row
 * @param digest of the row; 0 if there is to be none
 * @param partition of the record
 * @param offset of the record
 * @param versions of an offer; null of the other tables
 */
public record Expectation(
    boolean present, long digest, int partition, long offset, @Nullable OfferVersions versions) {

  /** The digest of the row; null if there is to be none. */
  @Nullable Long row() {
    return present ? digest : null;
  }

  /** Whether the store takes this in place of what was expected before: its guard's rule. */
  boolean replaces(Expectation before) {
    return versions == null || before.versions == null || versions.replaces(before.versions);
  }
}
