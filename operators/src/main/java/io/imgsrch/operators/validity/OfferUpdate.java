package io.imgsrch.operators.validity;

import io.imgsrch.config.event.AvailabilityEvent;
import org.jspecify.annotations.Nullable;

/**
 * What else is said of a product, beside its listing.
 *
 * @param availability null to ask for the current offer once more
 */
public record OfferUpdate(String productKey, @Nullable AvailabilityEvent availability) {

  /** The product is on sale, or not. */
  public static OfferUpdate of(AvailabilityEvent availability) {
    return new OfferUpdate(availability.key(), availability);
  }

  /** A store lost the offer. */
  public static OfferUpdate restate(String productKey) {
    return new OfferUpdate(productKey, null);
  }
}
