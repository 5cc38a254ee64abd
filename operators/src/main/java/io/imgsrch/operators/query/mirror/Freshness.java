package io.imgsrch.operators.query.mirror;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.metric.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Measures, of every event that a mirror comes to know, the time from when the broker appended it
 * until a view was published that obeys it. By then the state does too: the validity job publishes
 * what is in its state. For one thread.
 *
 * <p>An event that puts an offer on sale counts once for each of its pictures, when offer and
 * vector are both in the view; one that takes it off sale counts once. An event that was appended
 * before measuring began, or that is repeated, does not count, nor a picture that was fetched or
 * embedded only after its product changed again.
 */
public final class Freshness {
  private static final int MAX_AWAITED = 100_000;

  private final Mirror mirror;
  private final LatencyHistogram searchable;
  private final LatencyHistogram hidden;
  private final LongSupplier clockMillis;
  private final long sinceMillis;
  private final AwaitedVectors awaited = new AwaitedVectors(MAX_AWAITED);
  private final List<Long> shownEvents = new ArrayList<>();
  private final List<Long> hidingEvents = new ArrayList<>();

  /**
   * Measures from now on.
   *
   * @param searchable gets milliseconds, as {@code hidden}
   * @param clockMillis milliseconds since the epoch, as near to the broker's as may be
   */
  public Freshness(
      Mirror mirror,
      LatencyHistogram searchable,
      LatencyHistogram hidden,
      LongSupplier clockMillis) {
    this.mirror = mirror;
    this.searchable = searchable;
    this.hidden = hidden;
    this.clockMillis = clockMillis;
    this.sinceMillis = clockMillis.getAsLong();
  }

  /**
   * The mirror took a record of {@code catalog.offers}.
   *
   * @param eventMillis when its event was appended, milliseconds since the epoch
   */
  public void applied(Offer offer, Effect effect, long eventMillis) {
    boolean counts = eventMillis >= sinceMillis;
    switch (effect) {
      case SHOWN -> {
        var byEmbedded =
            offer.imagePks().stream()
                .distinct()
                .collect(Collectors.partitioningBy(mirror::isEmbedded));
        if (counts) {
          byEmbedded.getOrDefault(true, List.of()).forEach(known -> shownEvents.add(eventMillis));
          awaited.await(offer.key(), eventMillis, byEmbedded.getOrDefault(false, List.of()));
        } else {
          awaited.forget(offer.key());
        }
      }
      case HIDDEN -> {
        awaited.forget(offer.key());
        if (counts) {
          hidingEvents.add(eventMillis);
        }
      }
      case NONE, SUPERSEDED -> {}
    }
  }

  /** The mirror took a record of {@code catalog.images}. */
  public void applied(ImageVector image) {
    if (!image.gone()) {
      awaited.arrived(image.imagePk(), shownEvents::add);
    }
  }

  /** The mirror published all that it took. */
  public void published() {
    long now = clockMillis.getAsLong();
    shownEvents.forEach(millis -> searchable.update(now - millis));
    hidingEvents.forEach(millis -> hidden.update(now - millis));
    shownEvents.clear();
    hidingEvents.clear();
  }
}
