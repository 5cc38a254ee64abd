package io.imgsrch.operators.fetch;

import io.imgsrch.config.event.ProductEvent;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;

/** Tries the pictures of an event, without holding the caller's thread. */
public interface EventFetcher extends AutoCloseable {
  /**
   * Fails only when it is closed: a picture that cannot be had is in the answer's {@code missed}.
   */
  CompletableFuture<FetchedProduct> fetch(ProductEvent event);

  /** Gives up what is on its way. */
  @Override
  void close();

  /** Travels with the job and opens the fetcher where it is used. */
  interface Factory extends Serializable {
    EventFetcher open();
  }
}
