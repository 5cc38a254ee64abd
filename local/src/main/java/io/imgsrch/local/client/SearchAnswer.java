package io.imgsrch.local.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param degradeLevel 0 unless the platform had to do with less
 * @param verified whether the page was checked against the state
 * @param tookMs stage to milliseconds
 * @param hits the best first, one per product
 */
public record SearchAnswer(
    String traceId,
    int degradeLevel,
    boolean verified,
    Map<String, Double> tookMs,
    List<Hit> hits) {

  /**
   * A product that was found.
   *
   * @param score cosine similarity of its best picture, −1 to 1
   * @param availabilityVersion null before the first availability event
   */
  public record Hit(
      long merchantId,
      String productId,
      String title,
      String category,
      long priceMinor,
      String currency,
      double score,
      String imagePk,
      long contentVersion,
      @Nullable Long availabilityVersion,
      String traceId) {}
}
