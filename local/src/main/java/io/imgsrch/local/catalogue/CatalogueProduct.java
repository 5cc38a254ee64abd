package io.imgsrch.local.catalogue;

import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ProductKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * A product of a catalogue on disk.
 *
 * @param priceMinor in minor units of {@code currency}
 * @param pictures in the merchant's order
 */
public record CatalogueProduct(
    long merchantId,
    String productId,
    long version,
    String title,
    String category,
    long priceMinor,
    String currency,
    boolean available,
    List<PictureSource> pictures) {

  /** The key of the product: merchant_id/product_id. */
  public String key() {
    return ProductKey.of(merchantId, productId);
  }

  /** The value of the event that says all this, with what the pictures became. */
  public byte[] event(List<EventPicture> images) {
    return EventJson.write(
        new ProductUpsert(
            "UPSERT",
            merchantId,
            productId,
            version,
            title,
            category,
            priceMinor,
            currency,
            available,
            images));
  }

  CatalogueProduct withPicturesOf(CatalogueProduct other) {
    return with(Stream.concat(pictures.stream(), other.pictures.stream()).toList());
  }

  CatalogueProduct with(List<PictureSource> newPictures) {
    return new CatalogueProduct(
        merchantId,
        productId,
        version,
        title,
        category,
        priceMinor,
        currency,
        available,
        newPictures);
  }
}
