package io.imgsrch.operators.query;

import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.ProductKey;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks products up. */
public final class Products {
  private final Backends backends;
  private final BadPictures badPictures;

  public Products(Backends backends) {
    this.backends = backends;
    this.badPictures = new BadPictures(backends.standings());
  }

  /**
   * One product.
   *
   * @param traceId of the request; in every line that is logged for it
   * @return fails with {@link QueryException}
   */
  public CompletableFuture<ProductView> product(long merchantId, String productId, String traceId) {
    return offer(merchantId, productId).thenCompose(offer -> view(offer, traceId));
  }

  /** What the state says of a product; fails with {@link QueryException}. */
  CompletableFuture<Offer> offer(long merchantId, String productId) {
    if (merchantId < 0 || merchantId > InputEvents.MAX_MERCHANT_ID) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "merchant_id",
          "must be between 0 and " + InputEvents.MAX_MERCHANT_ID);
    }
    if (productId.isEmpty() || productId.length() > InputEvents.MAX_PRODUCT_ID_LENGTH) {
      throw QueryException.ofField(
          ErrorCode.OUT_OF_RANGE,
          "product_id",
          "must have 1 to " + InputEvents.MAX_PRODUCT_ID_LENGTH + " characters");
    }
    return backends
        .validity()
        .offer(ProductKey.of(merchantId, productId))
        .exceptionally(
            error -> {
              throw new CompletionException(
                  new QueryException(
                      ErrorCode.STATE_UNAVAILABLE,
                      "the offer could not be read",
                      Failures.unwrapped(error)));
            })
        .thenApply(
            offer ->
                offer.orElseThrow(
                    () ->
                        new QueryException(
                            ErrorCode.PRODUCT_NOT_FOUND,
                            "merchant %d never listed a product '%s'"
                                .formatted(merchantId, productId))));
  }

  private CompletableFuture<ProductView> view(Offer offer, String traceId) {
    return present(Set.copyOf(offer.imagePks()))
        .thenCompose(
            present -> {
              var absent = offer.imagePks().stream().filter(pk -> !present.contains(pk)).toList();
              return badPictures
                  .among(absent, traceId)
                  .thenApply(bad -> ProductView.of(offer, present, bad));
            });
  }

  private CompletableFuture<Set<String>> present(Set<String> imagePks) {
    return imagePks.isEmpty()
        ? CompletableFuture.completedFuture(Set.of())
        : StoreCalls.orUnavailable(() -> backends.vectors().present(imagePks));
  }
}
