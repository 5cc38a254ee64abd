package io.imgsrch.operators.query.serve;

import io.imgsrch.config.event.Progress;
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
 * @param progress how far a job is; null of a record that says nothing of one
 */
public record Change(
    Topic topic,
    long timestampMillis,
    int pictures,
    @Nullable OfferMark offer,
    boolean ejected,
    @Nullable Progress progress) {

  /** A record that says nothing of an offer, nor of a job, nor whether to serve. */
  public static Change of(Topic topic, long timestampMillis, int pictures) {
    return new Change(topic, timestampMillis, pictures, null, false, null);
  }
}
