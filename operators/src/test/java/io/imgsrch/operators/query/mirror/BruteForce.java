package io.imgsrch.operators.query.mirror;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The newest records, searched from end to end. */
final class BruteForce {
  private final Map<String, Offer> offers = new HashMap<>();
  private final Set<String> embedded = new HashSet<>();

  /** Takes the next record; they come in their order. */
  void add(Object record) {
    if (record instanceof Offer offer) {
      offers.put(offer.key(), offer);
    } else if (record instanceof ImageVector image) {
      boolean unused =
          image.gone() ? embedded.remove(image.imagePk()) : embedded.add(image.imagePk());
    }
  }

  /** By scope: images and offers within. */
  List<Object> answers() {
    var answers = new ArrayList<Object>();
    for (var scope : RandomCatalogue.SCOPES) {
      var found = new ArrayList<String>();
      for (var offer : offers.values()) {
        var details = offer.details();
        if (details != null
            && details.available()
            && scope.admits(offer.merchantId(), details.category())) {
          for (var imagePk : Set.copyOf(offer.imagePks())) {
            if (embedded.contains(imagePk)) {
              found.add(imagePk + " " + offer.key());
            }
          }
        }
      }
      Collections.sort(found);
      answers.add(found);
    }
    return answers;
  }
}
