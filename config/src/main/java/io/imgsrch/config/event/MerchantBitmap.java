package io.imgsrch.config.event;

/**
 * A record of {@code catalog.bitmaps}: who sells a picture now.
 *
 * @param merchants merchant ids as a Roaring bitmap of unsigned 32-bit values, portable format
 */
public record MerchantBitmap(String imagePk, byte[] merchants, String traceparent) {}
