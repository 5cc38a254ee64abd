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
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one search, what the state said of their products, and the page that follows
 * from both. Looks at the offers of no more pictures than the page takes. Not safe for threads.
 */
final class Ranking {
  private final Scope scope;
  private final int topK;
  private final double minScore;
  private final Set<String> seen = new HashSet<>();
  private final NavigableSet<Candidate> candidates = new TreeSet<>();
  private final Map<String, Optional<Offer>> offers = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private List<ScoredImage> found = List.of();
  private int ranked;
  private @Nullable AllowedImages allowed;

  Ranking(SearchRequest request) {
    this.scope = request.scope();
    this.topK = request.topK();
    this.minScore = request.minScore();
  }

  /**
   * The page as far as it is known.
   *
   * @param unread products whose offers decide it; once empty, the page is final
   * @param reach score of the worst candidate that it took; below any if it took all
   */
  record Page(List<Hit> hits, List<String> unread, double reach) {}

  /** Those that are good enough and were not there before. */
  List<ScoredImage> fresh(List<ScoredImage> images) {
    return images.stream().filter(this::isFresh).toList();
  }

  private boolean isFresh(ScoredImage image) {
    return image.score() >= minScore && seen.add(image.imagePk());
  }

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

  /**
   * Adds pictures with the offers that the catalogue in memory has of them.
   *
   * @param images the best first; in place of those before, of which the page took all
   */
  void addAll(List<ScoredImage> images, AllowedImages catalogue) {
    found = images;
    ranked = 0;
    allowed = catalogue;
  }

  /** Ranks as many further pictures as a page may take. */
  private void rankMore(AllowedImages catalogue) {
    int end = Math.min(found.size(), ranked + topK);
    for (; ranked < end; ranked++) {
      var image = found.get(ranked);
      if (isFresh(image)) {
        catalogue.offers(
            image.imagePk(), (merchantId, productId) -> add(image, merchantId, productId));
      }
    }
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
    var page = pageOfRanked(width);
    while (allowed != null
        && ranked < found.size()
        && found.get(ranked).score() >= Math.max(page.reach(), minScore)) {
      rankMore(allowed);
      page = pageOfRanked(width);
    }
    return page;
  }

  private Page pageOfRanked(int width) {
    var hits = new ArrayList<Hit>();
    var shown = new HashSet<String>();
    var unread = new LinkedHashSet<String>();
    double last = Double.NEGATIVE_INFINITY;
    for (var candidate : candidates) {
      if (hits.size() == topK || hits.size() + unread.size() >= width) {
        break;
      }
      last = candidate.score();
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
    boolean enough = hits.size() == topK || hits.size() + unread.size() >= width;
    return new Page(hits, List.copyOf(unread), enough ? last : Double.NEGATIVE_INFINITY);
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
