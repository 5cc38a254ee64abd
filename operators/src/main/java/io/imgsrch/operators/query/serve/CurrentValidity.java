package io.imgsrch.operators.query.serve;

import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Takes no offer for true that is older than what was published or shown before. After a failure
 * the state goes back to its checkpoint, and until it has caught up it sells what was withdrawn.
 */
final class CurrentValidity implements ValidityReader {
  /** A state that works has caught up within milliseconds. */
  private static final int ATTEMPTS = 5;

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final ValidityReader reader;
  private final NewestOffers newest;
  private final Deadlines pauses = new Deadlines("imgsrch-state-pauses");

  /** Closes the reader. */
  CurrentValidity(ValidityReader reader, NewestOffers newest) {
    this.reader = reader;
    this.newest = newest;
  }

  /** Where the state has gone back, an offer that is on sale stays a candidate. */
  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return reader
        .imageOffers(imagePk)
        .thenApply(offers -> offers.stream().map(this::perhapsOnSale).toList());
  }

  private ImageOffer perhapsOnSale(ImageOffer offer) {
    if (offer.available()) {
      return offer;
    }
    var mark = newest.of(ProductKey.of(offer.merchantId(), offer.productId()));
    return mark != null && mark.isOnSale()
        ? new ImageOffer(offer.merchantId(), offer.productId(), offer.category(), true)
        : offer;
  }

  /** Fails with {@link StateBehindException} where the state has gone back, or is late. */
  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return current(productKey, reader.offer(productKey), 1);
  }

  /** Those that are behind are read again one by one: they are few, or it is not for long. */
  @Override
  public Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys) {
    var current = new HashMap<String, CompletableFuture<Optional<Offer>>>();
    reader.offers(productKeys).forEach((key, read) -> current.put(key, current(key, read, 1)));
    return current;
  }

  private CompletableFuture<Optional<Offer>> current(
      String productKey, CompletableFuture<Optional<Offer>> read, int attempt) {
    return read.thenCompose(
        found -> {
          if (isCurrent(productKey, found)) {
            return CompletableFuture.completedFuture(found);
          }
          return attempt < ATTEMPTS
              ? pauses
                  .pause(PAUSE)
                  .thenCompose(over -> current(productKey, reader.offer(productKey), attempt + 1))
              : CompletableFuture.failedFuture(new StateBehindException(productKey));
        });
  }

  private boolean isCurrent(String productKey, Optional<Offer> found) {
    var known = newest.of(productKey);
    if (found.isEmpty()) {
      return known == null || known.content() == null;
    }
    var mark = OfferMark.of(found.get());
    if (known != null && mark.isBehind(known)) {
      return false;
    }
    newest.note(mark);
    return true;
  }

  @Override
  public void close() {
    pauses.close();
    reader.close();
  }
}
