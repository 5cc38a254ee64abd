package io.imgsrch.operators.fetch;

import io.imgsrch.config.event.ProductEvent;
import java.util.List;

/** A product event whose pictures were all tried. */
public record FetchedProduct(
    ProductEvent event, List<FetchedPicture> pictures, List<MissedPicture> missed) {}
