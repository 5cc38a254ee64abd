package io.imgsrch.config.event;

import org.jspecify.annotations.Nullable;

/**
 * Where an offer stands on its two version lines.
 *
 * @param content revision of the listing
 * @param availability revision of the newest availability event; null before the first one
 */
public record OfferVersions(Revision content, @Nullable Revision availability) {

  /** Whether neither line goes back; equal ones do not. */
  public boolean replaces(OfferVersions before) {
    return !content.isSupersededBy(before.content)
        && (before.availability == null
            || (availability != null && !availability.isSupersededBy(before.availability)));
  }
}
