package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.query.AvailabilityWriter.Availability;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/** Switches offers on and off, as their merchants do: with an event. */
public final class AvailabilityChanges {
  private final Products products;
  private final AvailabilityWriter writer;
  private final LongSupplier clockMillis;

  /**
   * @param clockMillis milliseconds since the epoch
   */
  public AvailabilityChanges(Backends backends, LongSupplier clockMillis) {
    this.products = new Products(backends);
    this.writer = backends.availability();
    this.clockMillis = clockMillis;
  }

  /**
   * An event that all replicas have; searches obey it soon after.
   *
   * @param position for the {@code min_position} of a search that must obey it
   */
  public record Accepted(
      long merchantId,
      String productId,
      boolean available,
      long version,
      EventPosition position,
      String traceId) {}

  /**
   * Writes an event that wins over what the state knows.
   *
   * @param traceparent of the request, and of the event
   * @return fails with {@link QueryException}
   */
  public CompletableFuture<Accepted> change(
      long merchantId, String productId, boolean available, String traceparent) {
    return products
        .offer(merchantId, productId)
        .thenCompose(
            offer -> {
              var event = new Availability(merchantId, productId, version(offer), available);
              return writer
                  .write(event, traceparent)
                  .exceptionally(AvailabilityChanges::refused)
                  .thenApply(
                      position ->
                          new Accepted(
                              merchantId,
                              productId,
                              available,
                              event.version(),
                              EventPosition.of(position),
                              Traceparent.traceId(traceparent)));
            });
  }

  /** The time, so that events on their way lose too; more where a producer counts otherwise. */
  private long version(Offer offer) {
    var known = offer.availability();
    long now = clockMillis.getAsLong();
    return known == null || known.version() < now
        ? now
        : Math.max(known.version(), known.version() + 1);
  }

  private static Position refused(Throwable error) {
    var cause = Failures.unwrapped(error);
    throw new CompletionException(
        cause instanceof QueryException
            ? cause
            : new QueryException(
                ErrorCode.EVENTS_UNAVAILABLE, "the event was not acknowledged in time", cause));
  }
}
