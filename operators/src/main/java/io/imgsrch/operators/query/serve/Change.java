package io.imgsrch.operators.query.serve;

import io.imgsrch.config.event.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A record of one of our topics went by.
 *
 * @param topic where
 * @param timestampMillis the broker's append time, milliseconds since the epoch
 * @param pictures pictures that a listing is complete with, or that were embedded; 0 of any other
 *     record
 * @param offer how far an offer has come; null of a record that says nothing of one
 * @param ejected whether a record of {@code catalog.serving} says not to serve
 */
public record Change(
    Topic topic, long timestampMillis, int pictures, @Nullable OfferMark offer, boolean ejected) {

  /** A record that says nothing of an offer, nor whether to serve. */
  public static Change of(Topic topic, long timestampMillis, int pictures) {
    return new Change(topic, timestampMillis, pictures, null, false);
  }
}
