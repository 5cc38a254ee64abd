package io.imgsrch.operators.validity;

import org.jspecify.annotations.Nullable;

/**
 * What a picture must know of an offer.
 *
 * @param offer null when the offer shows the picture no more
 */
public record ImageOfferChange(
    String imagePk, String productKey, @Nullable ImageOffer offer, String traceparent) {}
