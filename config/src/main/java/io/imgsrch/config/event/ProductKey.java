package io.imgsrch.config.event;

/** The Kafka key and state key of a product: {@code merchant_id/product_id}. */
public final class ProductKey {
  private ProductKey() {}

  /** Joins the two ids; unambiguous, because a merchant id is a number. */
  public static String of(long merchantId, String productId) {
    return merchantId + "/" + productId;
  }

  /** The merchant's part of a key that {@link #of} made. */
  public static long merchantId(String key) {
    return Long.parseLong(key.substring(0, key.indexOf('/')));
  }

  /** The product's part of a key that {@link #of} made. */
  public static String productId(String key) {
    return key.substring(key.indexOf('/') + 1);
  }
}
