package io.imgsrch.config.event;

import java.util.Map;

/**
 * What a merchant says of a product.
 *
 * @param priceMinor price in minor units of {@code currency}
 * @param currency ISO 4217 code
 */
public record Details(
    String title,
    String category,
    long priceMinor,
    String currency,
    Map<String, String> attributes,
    boolean available) {

  /** The same product, on sale or not, at another price. */
  public Details with(boolean newAvailable, long newPriceMinor) {
    return new Details(title, category, newPriceMinor, currency, attributes, newAvailable);
  }
}
