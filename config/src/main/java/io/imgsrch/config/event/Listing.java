package io.imgsrch.config.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code catalog.listings}: what a merchant says of a product, its pictures hashed.
 *
 * @param details null once deleted
 * @param imagePks the pictures that serve; those of the version before while {@code fetching}
 * @param fetching whether this version's pictures are still being fetched
 * @param failedPictures the pictures of this version that could not be had
 */
public record Listing(
    long merchantId,
    String productId,
    Revision revision,
    @Nullable Details details,
    List<String> imagePks,
    boolean fetching,
    List<FailedPicture> failedPictures,
    String traceparent) {

  /** The key of the product. */
  public String key() {
    return ProductKey.of(merchantId, productId);
  }

  /** Whether the merchant withdrew the product for good. */
  public boolean deleted() {
    return details == null;
  }
}
