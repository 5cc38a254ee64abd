package io.imgsrch.operators.query;

/**
 * How soon searches see what events say, from the broker's append time on.
 *
 * @param searchable until a picture of an offer on sale can be found with it
 * @param hidden until an offer that is not on sale any more cannot be found
 */
public record FreshnessReport(EventLatency searchable, EventLatency hidden) {
  public static final FreshnessReport NONE =
      new FreshnessReport(EventLatency.NONE, EventLatency.NONE);
}
