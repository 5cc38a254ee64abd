package io.imgsrch.sinks.postgres;

import io.imgsrch.config.event.MerchantBitmap;

/**
 * A bitmap and where its record stands in {@code catalog.bitmaps}: bitmaps carry no version, their
 * offset orders them.
 */
public record ArchivedBitmap(MerchantBitmap bitmap, int partition, long offset) {}
