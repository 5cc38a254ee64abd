package io.imgsrch.operators.validity;

import org.jspecify.annotations.Nullable;

/**
 * What a picture must know of an offer.
 *
 * @param productKey null to ask for the picture's bitmap once more
 * @param offer null when the offer shows the picture no more
 */
public record ImageOfferChange(
    String imagePk, @Nullable String productKey, @Nullable ImageOffer offer, String traceparent) {

  /** A store lost the bitmap. */
  public static ImageOfferChange restate(String imagePk, String traceparent) {
    return new ImageOfferChange(imagePk, null, null, traceparent);
  }
}
