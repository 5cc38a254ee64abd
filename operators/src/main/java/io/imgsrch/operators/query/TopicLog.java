package io.imgsrch.operators.query;

import java.util.concurrent.CompletableFuture;

/** The topics that searches live on. Safe for threads. */
public interface TopicLog extends AutoCloseable {
  /**
   * Where {@code catalog.listings}, {@code catalog.images} and {@code catalog.offers} end, at a
   * moment after this call.
   *
   * @return fails in time when Kafka does not answer
   */
  CompletableFuture<TopicEnds> ends();

  @Override
  void close();
}
