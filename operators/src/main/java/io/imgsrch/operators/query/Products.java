package io.imgsrch.operators.query;

import io.imgsrch.config.event.InputEvents;
import io.imgsrch.config.event.ProductKey;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks products up. */
public final class Products {
  private final Backends backends;

  public Products(Backends backends) {
    this.backends = backends;
  }

  /**
   * One product.
   *
   * @return fails with {@link QueryException}
   */
  public CompletableFuture<ProductView> product(long merchantId, String productId) {
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
        .thenCompose(
            offer ->
                offer
                    .map(
                        found ->
                            present(Set.copyOf(found.imagePks()))
                                .thenApply(present -> ProductView.of(found, present)))
                    .orElseThrow(
                        () ->
                            new QueryException(
                                ErrorCode.PRODUCT_NOT_FOUND,
                                "merchant %d never listed a product '%s'"
                                    .formatted(merchantId, productId))));
  }

  private CompletableFuture<Set<String>> present(Set<String> imagePks) {
    return imagePks.isEmpty()
        ? CompletableFuture.completedFuture(Set.of())
        : Vectors.indexErrors(() -> backends.vectors().present(imagePks));
  }
}
