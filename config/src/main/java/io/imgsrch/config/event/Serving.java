package io.imgsrch.config.event;

/**
 * A record of {@code catalog.serving}: whether searches may be answered, as far as the archive and
 * the state hold about as many offers.
 *
 * @param difference offers that one of them has more than the other, and that no record on its way
 *     makes up for
 */
public record Serving(boolean serving, long difference, String traceparent) {
  /** The one key there is. */
  public static final String KEY = "offers";
}
