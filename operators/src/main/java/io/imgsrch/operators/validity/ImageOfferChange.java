package io.imgsrch.operators.validity;

import io.imgsrch.config.event.MerchantBitmap;
import org.jspecify.annotations.Nullable;

/**
 * What a picture must know of an offer, or of its own bitmap.
 *
 * @param productKey of the offer; empty of other kinds
 * @param offer null when the offer shows the picture no more
 * @param merchants what {@code catalog.bitmaps} says; null if that is nothing, or not the point
 */
public record ImageOfferChange(
    String imagePk,
    Kind kind,
    String productKey,
    @Nullable ImageOffer offer,
    byte @Nullable [] merchants,
    String traceparent) {

  /** What it is about. */
  public enum Kind {
    /** An offer changed. */
    OFFER,
    /** A store lost the bitmap. */
    RESTATE,
    /** A record of {@code catalog.bitmaps}, whoever wrote it. */
    PUBLISHED
  }

  /** An offer changed; null when it shows the picture no more. */
  public static ImageOfferChange of(
      String imagePk, String productKey, @Nullable ImageOffer offer, String traceparent) {
    return new ImageOfferChange(imagePk, Kind.OFFER, productKey, offer, null, traceparent);
  }

  /** A store lost the bitmap. */
  public static ImageOfferChange restate(String imagePk, String traceparent) {
    return new ImageOfferChange(imagePk, Kind.RESTATE, "", null, null, traceparent);
  }

  /** A record of {@code catalog.bitmaps}. */
  public static ImageOfferChange published(MerchantBitmap bitmap) {
    return new ImageOfferChange(
        bitmap.imagePk(), Kind.PUBLISHED, "", null, bitmap.merchants(), bitmap.traceparent());
  }

  /** A record of {@code catalog.bitmaps} that is none. */
  public static ImageOfferChange unreadable(String imagePk) {
    return new ImageOfferChange(imagePk, Kind.PUBLISHED, "", null, null, "");
  }
}
