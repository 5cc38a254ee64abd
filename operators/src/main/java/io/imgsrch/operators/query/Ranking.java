package io.imgsrch.operators.query;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The candidates of one search, what the state said of their products, and the page that follows
 * from both. Not safe for threads.
 */
final class Ranking {
  private final Scope scope;
  private final int topK;
  private final NavigableSet<Candidate> candidates = new TreeSet<>();
  private final Map<String, Optional<Offer>> offers = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();

  Ranking(Scope scope, int topK) {
    this.scope = scope;
    this.topK = topK;
  }

  /**
   * The page as far as it is known.
   *
   * @param unread products whose offers decide it; once empty, the page is final
   */
  record Page(List<Hit> hits, List<String> unread) {}

  /**
   * Adds a picture's offers. Each is judged as a whole: a picture that one merchant sells as shoes
   * and another as a bag is no bag of the first.
   */
  void add(ScoredImage image, List<ImageOffer> imageOffers) {
    for (var offer : imageOffers) {
      if (offer.available() && scope.admits(offer.merchantId(), offer.category())) {
        add(image, offer.merchantId(), offer.productId());
      }
    }
  }

  /** Adds what the catalogue in memory says of a picture, under the same condition. */
  void add(ScoredImage image, AllowedImages allowed) {
    allowed.offers(image.imagePk(), (merchantId, productId) -> add(image, merchantId, productId));
  }

  private void add(ScoredImage image, long merchantId, String productId) {
    candidates.add(new Candidate(image.score(), merchantId, productId, image.imagePk()));
  }

  void addOffer(String productKey, Optional<Offer> offer) {
    offers.put(productKey, offer);
  }

  void addUnreadable(String productKey) {
    unreadable.add(productKey);
  }

  /** Whether the page does not show a candidate whatever its score. */
  boolean refuses(Candidate candidate) {
    var offer = offers.get(candidate.productKey());
    return unreadable.contains(candidate.productKey())
        || (offer != null && offer.flatMap(known -> hit(candidate, known)).isEmpty());
  }

  /**
   * Fills the page with the best candidates, one per product.
   *
   * @param width hits and unread products together, at the most
   */
  Page page(int width) {
    var hits = new ArrayList<Hit>();
    var shown = new HashSet<String>();
    var unread = new LinkedHashSet<String>();
    for (var candidate : candidates) {
      if (hits.size() == topK || hits.size() + unread.size() >= width) {
        break;
      }
      var key = candidate.productKey();
      if (shown.contains(key) || unreadable.contains(key)) {
        continue;
      }
      var offer = offers.get(key);
      if (offer == null) {
        unread.add(key);
      } else if (offer.isPresent()) {
        var hit = hit(candidate, offer.get());
        if (hit.isPresent()) {
          hits.add(hit.get());
          shown.add(key);
        }
      }
    }
    return new Page(hits, List.copyOf(unread));
  }

  /** The offer may have changed since the picture's state was read; it has the last word. */
  private Optional<Hit> hit(Candidate candidate, Offer offer) {
    var details = offer.details();
    return details != null
            && details.available()
            && scope.admits(offer.merchantId(), details.category())
            && offer.imagePks().contains(candidate.imagePk())
        ? Optional.of(Hit.of(candidate, offer, details))
        : Optional.empty();
  }
}
