package io.imgsrch.config.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of {@code catalog.availability}, on a version line of its own.
 *
 * @param priceMinor a price that replaces the listing's, in minor units; null leaves the listing's
 */
public record AvailabilityEvent(
    Origin origin,
    long merchantId,
    String productId,
    Revision revision,
    boolean available,
    @Nullable Long priceMinor) {

  /** The key of the product. */
  public String key() {
    return ProductKey.of(merchantId, productId);
  }
}
