package io.imgsrch.operators.validity;

import io.imgsrch.config.event.AvailabilityEvent;
import io.imgsrch.config.event.Offer;
import org.jspecify.annotations.Nullable;

/**
 * What else is said of a product, beside its listing.
 *
 * @param availability null unless the product is on sale, or not
 * @param published what {@code catalog.offers} says; null if that is nothing, or not the point
 */
public record OfferUpdate(
    String productKey,
    Kind kind,
    @Nullable AvailabilityEvent availability,
    @Nullable Offer published) {

  /** What is said. */
  public enum Kind {
    /** The product is on sale, or not. */
    AVAILABILITY,
    /** A store lost the offer. */
    RESTATE,
    /** A record of {@code catalog.offers}, whoever wrote it. */
    PUBLISHED
  }

  /** The product is on sale, or not. */
  public static OfferUpdate of(AvailabilityEvent availability) {
    return new OfferUpdate(availability.key(), Kind.AVAILABILITY, availability, null);
  }

  /** A store lost the offer. */
  public static OfferUpdate restate(String productKey) {
    return new OfferUpdate(productKey, Kind.RESTATE, null, null);
  }

  /**
   * A record of {@code catalog.offers}.
   *
   * @param offer null if the record is none
   */
  public static OfferUpdate published(String productKey, @Nullable Offer offer) {
    return new OfferUpdate(productKey, Kind.PUBLISHED, null, offer);
  }
}
