package io.imgsrch.local.prove;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What follows from the model for the stores that are kept by picture, and for dead letters.
 *
 * <p>An event that was newest when it came, and no more when its pictures were there, may have left
 * pictures or dead letters or not: both is right. Of those of the newest version, one at least must
 * have.
 *
 * @param offers by product key
 * @param imageOffers by picture, then product key: deleted offers are in none
 * @param mustEmbed good pictures that offers show
 * @param mayEmbed all good pictures that an event had which was not superseded on arrival
 * @param verdicts why the pictures that offers show are bad; null for a good one
 * @param refused dead letters that must be, one for each position
 * @param missed of each entry, one of the positions must have a dead letter of the reason
 * @param allowed dead letters of pictures that may be
 */
record World(
    Map<String, OfferFacts> listings,
    Map<String, OfferFacts> offers,
    Map<String, Map<String, ImageOffer>> imageOffers,
    Set<String> mustEmbed,
    Set<String> mayEmbed,
    Map<String, Fate> verdicts,
    Map<Position, Reason> refused,
    List<Missed> missed,
    Map<Position, Set<Reason>> allowed) {

  /** Positions of which one at least must have a dead letter of a reason. */
  record Missed(String key, Set<Position> oneOf, Reason reason) {}

  static World of(LogModel model) {
    var world =
        new World(
            model.listings(),
            model.offers(),
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeMap<>(),
            model.refused(),
            new ArrayList<>(),
            new HashMap<>());
    model.products().forEach(world::add);
    return world;
  }

  private void add(String key, LogModel.Product product) {
    for (var event : product.passed()) {
      for (var fate : event.pictures()) {
        if (fate.reason() != null) {
          allowed.computeIfAbsent(event.at(), at -> new HashSet<>()).add(fate.reason());
        } else if (fate.imagePk() != null) {
          mayEmbed.add(fate.imagePk());
        }
      }
    }
    var newest = LogModel.newest(product.content());
    if (newest == null) {
      return;
    }
    var missedByReason = new EnumMap<Reason, Set<Position>>(Reason.class);
    for (var event : product.content()) {
      if (event.stamp().equals(newest.stamp())) {
        for (var fate : event.pictures()) {
          if (fate.reason() != null) {
            missedByReason.computeIfAbsent(fate.reason(), r -> new HashSet<>()).add(event.at());
          }
        }
      }
    }
    missedByReason.forEach((reason, oneOf) -> missed.add(new Missed(key, oneOf, reason)));
    for (var fate : newest.pictures()) {
      if (fate.imagePk() != null) {
        verdicts.put(fate.imagePk(), fate);
        if (fate.good()) {
          mustEmbed.add(fate.imagePk());
        }
        show(key, fate.imagePk());
      }
    }
  }

  private void show(String key, String imagePk) {
    var offer = offers.get(key);
    var details = offer == null ? null : offer.details();
    if (details != null) {
      int slash = key.indexOf('/');
      imageOffers
          .computeIfAbsent(imagePk, pk -> new TreeMap<>())
          .put(
              key,
              new ImageOffer(
                  Long.parseLong(key.substring(0, slash)),
                  key.substring(slash + 1),
                  details.category(),
                  details.available()));
    }
  }

  /** The merchants who sell a picture now, as unsigned ids. */
  Set<Long> sellers(String imagePk) {
    var sellers = new TreeSet<Long>();
    for (var offer : imageOffers.getOrDefault(imagePk, Map.of()).values()) {
      if (offer.available()) {
        sellers.add(offer.merchantId());
      }
    }
    return sellers;
  }
}
