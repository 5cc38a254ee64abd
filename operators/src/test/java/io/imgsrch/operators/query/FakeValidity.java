package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Validity in memory, where single keys may fail. */
public final class FakeValidity implements ValidityReader {
  private final Map<String, List<ImageOffer>> imageOffers = new HashMap<>();
  private final Map<String, Offer> offers = new HashMap<>();
  public final Set<String> failing = new HashSet<>();
  public final AtomicInteger succeeded = new AtomicInteger();
  public final AtomicInteger failed = new AtomicInteger();
  public volatile boolean failsAlways;
  public volatile boolean hangs;
  public volatile boolean closed;

  /** Adds an offer, and all of its pictures' states. */
  public FakeValidity add(Offer offer) {
    addOnlyOffer(offer);
    var details = offer.details();
    if (details != null) {
      for (var imagePk : offer.imagePks()) {
        addOnlyImageOffer(
            imagePk,
            new ImageOffer(
                offer.merchantId(), offer.productId(), details.category(), details.available()));
      }
    }
    return this;
  }

  public void addOnlyOffer(Offer offer) {
    offers.put(offer.key(), offer);
  }

  public void addOnlyImageOffer(String imagePk, ImageOffer offer) {
    imageOffers.computeIfAbsent(imagePk, key -> new ArrayList<>()).add(offer);
  }

  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return answer(imagePk, imageOffers.getOrDefault(imagePk, List.of()));
  }

  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return answer(productKey, Optional.ofNullable(offers.get(productKey)));
  }

  @Override
  public Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys) {
    var answers = new HashMap<String, CompletableFuture<Optional<Offer>>>();
    productKeys.forEach(key -> answers.put(key, offer(key)));
    return answers;
  }

  @Override
  public void close() {
    closed = true;
  }

  private <T> CompletableFuture<T> answer(String key, T value) {
    if (hangs) {
      return new CompletableFuture<>();
    }
    if (failsAlways || failing.contains(key)) {
      failed.incrementAndGet();
      return CompletableFuture.failedFuture(new TimeoutException("no answer for " + key));
    }
    succeeded.incrementAndGet();
    return CompletableFuture.completedFuture(value);
  }
}
