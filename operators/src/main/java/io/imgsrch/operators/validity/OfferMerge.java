package io.imgsrch.operators.validity;

import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import org.jspecify.annotations.Nullable;

/**
 * The offer that a listing and an availability event make together. It depends on the newest of
 * each alone, never on which came first: the availability event, once there is one, decides whether
 * the product is on sale, and its price, if it names one, counts instead of the listing's.
 */
final class OfferMerge {
  private OfferMerge() {}

  static Offer merge(
      Listing listing, @Nullable AvailabilityEvent availability, String traceparent) {
    var details = listing.details();
    if (details != null && availability != null) {
      var price = availability.priceMinor();
      details =
          details.with(availability.available(), price == null ? details.priceMinor() : price);
    }
    return new Offer(
        listing.merchantId(),
        listing.productId(),
        listing.revision(),
        availability == null ? null : availability.revision(),
        details,
        listing.imagePks(),
        listing.fetching(),
        listing.failedPictures(),
        traceparent);
  }
}
