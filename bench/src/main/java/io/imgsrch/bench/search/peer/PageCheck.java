package io.imgsrch.bench.search.peer;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.query.serve.BackendFactories;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads offers from the state, or while the check of the page is off, makes them up from their
 * keys: then nothing is asked, and all else is as it is.
 */
record PageCheck(ValidityReader state) implements ValidityReader {
  /** Static, for the job that reads it is serialised on its way to the cluster in this process. */
  private static final AtomicBoolean ON = new AtomicBoolean(true);

  static void set(boolean on) {
    ON.set(on);
  }

  static BackendFactories.ValidityFactory over(BackendFactories.ValidityFactory state) {
    return (settings, metrics) -> new PageCheck(state.open(settings, metrics));
  }

  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return state.imageOffers(imagePk);
  }

  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return ON.get()
        ? state.offer(productKey)
        : CompletableFuture.completedFuture(Optional.of(Product.ofKey(productKey).offer()));
  }

  @Override
  public Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys) {
    if (ON.get()) {
      return state.offers(productKeys);
    }
    var madeUp = new HashMap<String, CompletableFuture<Optional<Offer>>>();
    productKeys.forEach(key -> madeUp.put(key, offer(key)));
    return madeUp;
  }

  @Override
  public void close() {
    state.close();
  }
}
