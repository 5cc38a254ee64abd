package io.imgsrch.local.client;

import java.time.Duration;
import java.util.List;

/**
 * How a wait ended.
 *
 * @param searchable products of which all is searchable that ever will be
 * @param failedPictures of these products, pictures that could not be had, or whose bytes are bad
 * @param waiting the products that were not searchable in time
 */
public record WaitReport(int searchable, int failedPictures, List<Waiting> waiting, Duration took) {

  /** A product that is not searchable, and why. */
  public record Waiting(String key, String why) {}

  /** Whether nothing is left to wait for. */
  public boolean complete() {
    return waiting.isEmpty();
  }
}
