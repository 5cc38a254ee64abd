package io.imgsrch.operators.query;

import io.imgsrch.config.event.Position;
import java.util.concurrent.CompletableFuture;

/** Writes availability events. Safe for threads. */
@FunctionalInterface
public interface AvailabilityWriter extends AutoCloseable {
  /**
   * Writes one event.
   *
   * @param traceparent of the request
   * @return completes with where the event is, when all replicas have it; fails in time when they
   *     do not
   */
  CompletableFuture<Position> write(Availability event, String traceparent);

  @Override
  default void close() {}

  /** Takes no event: where offers are switched by their merchants alone. */
  static AvailabilityWriter none() {
    return (event, traceparent) ->
        CompletableFuture.failedFuture(
            new QueryException(
                ErrorCode.WRITES_OFF, "offers are switched on and off by their merchants alone"));
  }

  /**
   * An event of {@code catalog.availability}.
   *
   * @param version wins over the one that the state knows
   */
  record Availability(long merchantId, String productId, long version, boolean available) {}
}
