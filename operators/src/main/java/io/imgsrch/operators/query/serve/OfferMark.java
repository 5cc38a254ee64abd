package io.imgsrch.operators.query.serve;

import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import org.jspecify.annotations.Nullable;

/**
 * How far an offer has come on its two version lines.
 *
 * @param key of the product
 * @param content null if only availability events are known
 * @param availability null before the first availability event
 */
public record OfferMark(String key, @Nullable Revision content, @Nullable Revision availability) {

  public static OfferMark of(Offer offer) {
    return new OfferMark(offer.key(), offer.content(), offer.availability());
  }

  public static OfferMark of(AvailabilityEvent event) {
    return new OfferMark(event.key(), null, event.revision());
  }

  /** Whether either line has not come as far as the other mark's. */
  boolean isBehind(OfferMark other) {
    return isBehind(content, other.content) || isBehind(availability, other.availability);
  }

  private static boolean isBehind(@Nullable Revision ours, @Nullable Revision theirs) {
    return theirs != null && (ours == null || ours.isSupersededBy(theirs));
  }

  /** The newer of each line. */
  OfferMark and(OfferMark other) {
    return new OfferMark(
        key,
        isBehind(content, other.content) ? other.content : content,
        isBehind(availability, other.availability) ? other.availability : availability);
  }

  /** Whether the offer is on sale where both lines have come so far. */
  boolean isOnSale() {
    if (content == null || content.rank() == Revision.DELETED) {
      return false;
    }
    var decides = availability == null ? content : availability;
    return decides.rank() == Revision.AVAILABLE;
  }
}
