package io.imgsrch.config.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of {@code catalog.products}.
 *
 * @param details null for a deletion
 * @param pictures empty for a deletion
 * @param source the event's original bytes: inline pictures and dead letters are read from it
 */
public record ProductEvent(
    Origin origin,
    long merchantId,
    String productId,
    Revision revision,
    @Nullable Details details,
    List<PictureRef> pictures,
    byte[] source) {

  /** The key of the product. */
  public String key() {
    return ProductKey.of(merchantId, productId);
  }

  /** Whether the merchant withdraws the product for good. */
  public boolean deleted() {
    return details == null;
  }

  /** The same event without its bytes, for whoever needs neither pictures nor dead letters. */
  public ProductEvent withoutSource() {
    return new ProductEvent(
        origin, merchantId, productId, revision, details, pictures, new byte[0]);
  }

  /** The same event with some of its pictures. */
  public ProductEvent withPictures(List<PictureRef> some) {
    return new ProductEvent(origin, merchantId, productId, revision, details, some, source);
  }
}
