package io.imgsrch.local.catalogue;

import java.util.List;

/** The JSON of an UPSERT on {@code catalog.products}. */
record ProductUpsert(
    String op,
    long merchantId,
    String productId,
    long version,
    String title,
    String category,
    long priceMinor,
    String currency,
    boolean available,
    List<EventPicture> images) {}
