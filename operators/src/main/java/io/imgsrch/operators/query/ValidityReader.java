package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads what is on sale. Every call has a deadline of its own and may be made from any thread. */
public interface ValidityReader extends AutoCloseable {
  /** The offers of a picture; empty if nobody ever sold it. */
  CompletableFuture<List<ImageOffer>> imageOffers(String imagePk);

  /** The offer of a product; empty if there is none. */
  CompletableFuture<Optional<Offer>> offer(String productKey);

  /**
   * The offers of many products, each with a future of its own: where some cannot be read, the
   * others are.
   *
   * @return each key once
   */
  Map<String, CompletableFuture<Optional<Offer>>> offers(List<String> productKeys);

  @Override
  void close();
}
