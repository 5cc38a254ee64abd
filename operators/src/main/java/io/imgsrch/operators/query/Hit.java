package io.imgsrch.operators.query;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.trace.Traceparent;
import org.jspecify.annotations.Nullable;

/**
 * A product that was found; all but the score is as the state says.
 *
 * @param score cosine similarity of its best picture, −1 to 1
 * @param imagePk that picture
 * @param pictureUrl where a browser sees that picture; null if nothing says where
 * @param availabilityVersion null before the first availability event
 * @param traceId trace of the event that made the offer what it is
 */
public record Hit(
    long merchantId,
    String productId,
    String title,
    String category,
    long priceMinor,
    String currency,
    float score,
    String imagePk,
    @Nullable String pictureUrl,
    long contentVersion,
    @Nullable Long availabilityVersion,
    String traceId) {

  static Hit of(Candidate candidate, Offer offer, Details details) {
    var availability = offer.availability();
    return new Hit(
        offer.merchantId(),
        offer.productId(),
        details.title(),
        details.category(),
        details.priceMinor(),
        details.currency(),
        candidate.score(),
        candidate.imagePk(),
        null,
        offer.content().version(),
        availability == null ? null : availability.version(),
        Traceparent.traceId(offer.traceparent()));
  }

  String productKey() {
    return ProductKey.of(merchantId, productId);
  }

  Hit withPictureUrl(@Nullable String newPictureUrl) {
    return new Hit(
        merchantId,
        productId,
        title,
        category,
        priceMinor,
        currency,
        score,
        imagePk,
        newPictureUrl,
        contentVersion,
        availabilityVersion,
        traceId);
  }
}
