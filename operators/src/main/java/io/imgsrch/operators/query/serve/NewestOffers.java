package io.imgsrch.operators.query.serve;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the offers have come that changed, or were shown, most recently. Safe for threads.
 *
 * <p>Bounded: beyond its capacity, the product of which nothing was heard for longest is forgotten.
 */
public final class NewestOffers {
  private final int capacity;

  /** In the order in which they were noted last. */
  private final Map<String, OfferMark> newest = new LinkedHashMap<>();

  /**
   * @param capacity products, at the most
   */
  public NewestOffers(int capacity) {
    this.capacity = capacity;
  }

  /** Products, at the most. */
  public int capacity() {
    return capacity;
  }

  /** Notes how far an offer has come; what is older than is known changes nothing. */
  public synchronized void note(OfferMark mark) {
    var before = newest.remove(mark.key());
    newest.put(mark.key(), before == null ? mark : before.and(mark));
    if (newest.size() > capacity) {
      newest.remove(newest.keySet().iterator().next());
    }
  }

  /** How far the offer of a product has come; null if that was forgotten, or never known. */
  synchronized @Nullable OfferMark of(String productKey) {
    return newest.get(productKey);
  }

  /** All that is known. */
  public synchronized Map<String, OfferMark> all() {
    return new HashMap<>(newest);
  }
}
