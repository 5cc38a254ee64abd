package io.imgsrch.operators.query.mirror;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The newest events of products whose pictures have no vectors yet. Bounded, for a bad picture
 * never gets one: beyond its capacity, the product that waits longest is forgotten. For one thread.
 */
final class AwaitedVectors {
  private record Event(long millis, Set<String> imagePks) {}

  private final int capacity;
  private final Map<String, Event> byProduct = new LinkedHashMap<>();
  private final Map<String, Set<String>> productsByImage = new HashMap<>();

  /**
   * @param capacity products, at the most
   */
  AwaitedVectors(int capacity) {
    this.capacity = capacity;
  }

  /** Takes the place of what the product waited for before. */
  void await(String product, long eventMillis, Collection<String> imagePks) {
    forget(product);
    if (imagePks.isEmpty()) {
      return;
    }
    byProduct.put(product, new Event(eventMillis, new HashSet<>(imagePks)));
    for (var imagePk : imagePks) {
      productsByImage.computeIfAbsent(imagePk, key -> new HashSet<>()).add(product);
    }
    if (byProduct.size() > capacity) {
      forget(byProduct.keySet().iterator().next());
    }
  }

  /** The product waits for nothing any more. */
  void forget(String product) {
    var event = byProduct.remove(product);
    if (event != null) {
      for (var imagePk : event.imagePks()) {
        productsByImage.computeIfPresent(
            imagePk,
            (key, products) -> products.remove(product) && products.isEmpty() ? null : products);
      }
    }
  }

  /** Tells the time of each event that waited for a picture. */
  void arrived(String imagePk, LongConsumer eventMillis) {
    var products = productsByImage.remove(imagePk);
    if (products == null) {
      return;
    }
    for (var product : products) {
      byProduct.computeIfPresent(
          product,
          (key, event) -> {
            eventMillis.accept(event.millis());
            event.imagePks().remove(imagePk);
            return event.imagePks().isEmpty() ? null : event;
          });
    }
  }

  int size() {
    return byProduct.size();
  }
}
