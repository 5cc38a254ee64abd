package io.imgsrch.local.prove;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.FailedPicture;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store says, or must say, of a product; the form in which all of them are compared.
 *
 * @param availability null before the first availability event, and in listings
 * @param details null once deleted
 * @param imagePks the pictures that serve, in the event's order, each once
 */
public record OfferFacts(
    Stamp content,
    @Nullable Stamp availability,
    @Nullable Details details,
    List<String> imagePks,
    boolean fetching,
    List<FailedPicture> failed) {

  /** Whether a search may show it. */
  boolean onSale() {
    return details != null && details.available();
  }
}
