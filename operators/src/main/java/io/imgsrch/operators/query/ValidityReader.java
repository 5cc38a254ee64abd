package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads what is on sale. Every call has a deadline of its own and may be made from any thread. */
public interface ValidityReader extends AutoCloseable {
  /** The offers of a picture; empty if nobody ever sold it. */
  CompletableFuture<List<ImageOffer>> imageOffers(String imagePk);

  /** The offer of a product; empty if there is none. */
  CompletableFuture<Optional<Offer>> offer(String productKey);

  @Override
  void close();
}
