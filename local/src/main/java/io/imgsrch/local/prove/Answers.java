package io.imgsrch.local.prove;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.local.client.SearchAnswer.Hit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what searches answer, once all is settled, with the model: a sample of products. */
final class Answers {
  private final Api api;
  private final World world;
  private final Map<String, ImageVector> images;
  private final Differences differences;

  Answers(Api api, World world, Map<String, ImageVector> images, Differences differences) {
    this.api = api;
    this.world = world;
    this.images = images;
    this.differences = differences;
  }

  /** Asks for a picture of each of so many products, by its key or by its vector. */
  void compare(Random random, int products) throws InterruptedException {
    var keys = new ArrayList<>(world.offers().keySet());
    Collections.shuffle(keys, random);
    for (var key : keys.subList(0, Math.min(products, keys.size()))) {
      var offer = world.offers().get(key);
      var pictures = offer == null ? List.<String>of() : offer.imagePks();
      for (var imagePk : pictures) {
        var image = images.get(imagePk);
        if (image != null) {
          ask(image, ProductKey.merchantId(key), random.nextBoolean());
          break;
        }
      }
    }
  }

  private void ask(ImageVector image, long merchant, boolean byKey) throws InterruptedException {
    var reply =
        byKey ? api.search(image.imagePk(), merchant) : api.search(list(image.vector()), merchant);
    var where =
        "search for " + image.imagePk().substring(0, 8) + " by " + (byKey ? "key" : "vector");
    if (reply.outcome() != Api.Outcome.VERIFIED || reply.answer().isEmpty()) {
      differences.add(where, "merchant " + merchant, "a verified answer", reply.status());
      return;
    }
    var hits = reply.answer().get().hits();
    var must = onSale(Set.of(image.imagePk()), merchant);
    var may = onSale(alike(image), merchant);
    differences.compare(
        where, must, may, hits.stream().map(Answers::key).collect(Collectors.toSet()));
    for (var hit : hits) {
      var offer = world.offers().get(key(hit));
      if (offer != null && !says(offer, hit)) {
        differences.add(where, key(hit), offer, hit);
      }
    }
  }

  private Set<String> onSale(Set<String> imagePks, long merchant) {
    var keys = new TreeSet<String>();
    for (var imagePk : imagePks) {
      world
          .imageOffers()
          .getOrDefault(imagePk, Map.of())
          .forEach(
              (key, offer) -> {
                if (offer.available() && offer.merchantId() == merchant) {
                  keys.add(key);
                }
              });
    }
    return keys;
  }

  /** The pictures whose vectors are as near as a search by key asks for. */
  private Set<String> alike(ImageVector image) {
    return images.values().stream()
        .filter(other -> Vectors.cosine(image.vector(), other.vector()) >= Api.MIN_SCORE - 1e-4)
        .map(ImageVector::imagePk)
        .collect(Collectors.toSet());
  }

  private static boolean says(OfferFacts offer, Hit hit) {
    var details = offer.details();
    var availability = offer.availability();
    return details != null
        && details.title().equals(hit.title())
        && details.category().equals(hit.category())
        && details.priceMinor() == hit.priceMinor()
        && offer.content().version() == hit.contentVersion()
        && offer.imagePks().contains(hit.imagePk())
        && (availability == null
            ? hit.availabilityVersion() == null
            : Long.valueOf(availability.version()).equals(hit.availabilityVersion()));
  }

  private static String key(Hit hit) {
    return ProductKey.of(hit.merchantId(), hit.productId());
  }

  private static List<Float> list(float[] vector) {
    var list = new ArrayList<Float>();
    for (float value : vector) {
      list.add(value);
    }
    return list;
  }
}
