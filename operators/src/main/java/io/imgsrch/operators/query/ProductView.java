package io.imgsrch.operators.query;

import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.trace.Traceparent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A product as the state says. What describes it is null once it is deleted.
 *
 * @param fetching whether pictures of the newest version are still on their way
 * @param traceId trace of the event that made the offer what it is
 */
public record ProductView(
    long merchantId,
    String productId,
    boolean deleted,
    boolean available,
    long contentVersion,
    @Nullable Long availabilityVersion,
    @Nullable String title,
    @Nullable String category,
    @Nullable Long priceMinor,
    @Nullable String currency,
    Map<String, String> attributes,
    boolean fetching,
    List<Image> images,
    List<FailedPicture> failedPictures,
    String traceId) {

  /**
   * A picture of it.
   *
   * @param searchable whether the vector store has it
   * @param failure why it never will; null unless the picture is bad for good
   */
  public record Image(String imagePk, boolean searchable, @Nullable Failure failure) {}

  /**
   * Why a picture is bad.
   *
   * @param message for people: what is wrong with its bytes
   */
  public record Failure(Reason reason, String message) {}

  static ProductView of(Offer offer, Set<String> searchable, Map<String, Failure> bad) {
    var availability = offer.availability();
    var details = offer.details();
    return new ProductView(
        offer.merchantId(),
        offer.productId(),
        offer.deleted(),
        offer.available(),
        offer.content().version(),
        availability == null ? null : availability.version(),
        details == null ? null : details.title(),
        details == null ? null : details.category(),
        details == null ? null : details.priceMinor(),
        details == null ? null : details.currency(),
        details == null ? Map.of() : details.attributes(),
        offer.fetching(),
        offer.imagePks().stream()
            .map(pk -> new Image(pk, searchable.contains(pk), bad.get(pk)))
            .toList(),
        offer.failedPictures(),
        Traceparent.traceId(offer.traceparent()));
  }
}
