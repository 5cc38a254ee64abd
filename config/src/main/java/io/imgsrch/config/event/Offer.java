package io.imgsrch.config.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code catalog.offers}: listing and availability merged.
 *
 * @param content revision of the listing
 * @param availability revision of the newest availability event; null before the first one
 * @param details with the price and availability that hold now; null once deleted
 * @param imagePks the pictures that serve
 */
public record Offer(
    long merchantId,
    String productId,
    Revision content,
    @Nullable Revision availability,
    @Nullable Details details,
    List<String> imagePks,
    boolean fetching,
    List<FailedPicture> failedPictures,
    String traceparent) {

  /** The key of the product. */
  public String key() {
    return ProductKey.of(merchantId, productId);
  }

  /** The same under another trace. */
  public Offer withTraceparent(String other) {
    return new Offer(
        merchantId,
        productId,
        content,
        availability,
        details,
        imagePks,
        fetching,
        failedPictures,
        other);
  }

  /** One of the same revisions that nobody offers. */
  public Offer withdrawn(String other) {
    return new Offer(
        merchantId, productId, content, availability, null, List.of(), false, List.of(), other);
  }

  /** Where it stands on its version lines. */
  public OfferVersions versions() {
    return new OfferVersions(content, availability);
  }

  /** Whether the merchant withdrew the product for good. */
  public boolean deleted() {
    return details == null;
  }

  /** Whether a search may show it. */
  public boolean available() {
    return details != null && details.available();
  }
}
