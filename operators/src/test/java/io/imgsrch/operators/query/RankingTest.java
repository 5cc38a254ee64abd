package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.operators.validity.ImageOffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final int PICTURES = 60;
  private static final int PRODUCTS = 40;
  private static final int FIRST_ROUND = 15;
  private static final String CATEGORY = "shoes";

  private final FakeCatalogue catalogue = new FakeCatalogue();
  private final Map<String, List<ImageOffer>> imageOffers = new HashMap<>();
  private final Map<String, Offer> offers = new HashMap<>();
  private final List<ScoredImage> images = new ArrayList<>();

  @RepeatedTest(200)
  void thePageIsThatOfAllPicturesThatWereFound(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    fill(random);
    var request = request(1 + random.nextInt(8), random.nextInt(3) == 0 ? 0.4 : -1);
    var first = images.subList(0, FIRST_ROUND);

    var lazy = new Ranking(request);
    lazy.addAll(first, catalogue.allowed(Scope.ALL));
    var hits = resolve(lazy, request.topK());
    boolean oneRound = hits.size() == request.topK();
    if (!oneRound) {
      lazy.addAll(images, catalogue.allowed(Scope.ALL));
      hits = resolve(lazy, request.topK());
    }

    var eager = new Ranking(request);
    eager
        .fresh(oneRound ? first : images)
        .forEach(image -> eager.add(image, imageOffers.getOrDefault(image.imagePk(), List.of())));
    assertThat(hits).isEqualTo(resolve(eager, request.topK()));
  }

  @Test
  void noMoreOffersAreLookedAtThanThePageTakes() {
    fill(new Random(1));
    var request = request(2, -1);
    var ranking = new Ranking(request);
    ranking.addAll(images, catalogue.allowed(Scope.ALL));

    assertThat(resolve(ranking, 2)).hasSize(2);

    assertThat(catalogue.looks.get()).isBetween(2, PICTURES / 3);
  }

  /** Few scores, so that many are equal; some products are gone by now, or show other pictures. */
  private void fill(Random random) {
    for (int i = 0; i < PICTURES; i++) {
      var image = new ScoredImage("picture-" + i, random.nextInt(12) / 12f);
      images.add(image);
      var sellersOfImage = new ArrayList<ImageOffer>();
      imageOffers.put(image.imagePk(), sellersOfImage);
      for (int sellers = 1 + random.nextInt(2); sellers > 0; sellers--) {
        var product = "product-" + random.nextInt(PRODUCTS);
        var seller = new ImageOffer(random.nextInt(2), product, CATEGORY, true);
        sellersOfImage.add(seller);
        catalogue.offer(image.imagePk(), seller);
      }
      catalogue.picture(image.imagePk(), image.score());
    }
    images.sort(Comparator.comparing(ScoredImage::score).reversed());
    imageOffers.forEach((imagePk, sellers) -> sellers.forEach(s -> sell(random, s, imagePk)));
  }

  private void sell(Random random, ImageOffer seller, String imagePk) {
    var key = ProductKey.of(seller.merchantId(), seller.productId());
    var shown = new ArrayList<String>();
    var before = offers.get(key);
    if (before != null) {
      shown.addAll(before.imagePks());
    }
    if (random.nextInt(4) > 0) {
      shown.add(imagePk);
    }
    boolean available = before == null ? random.nextInt(5) > 0 : isAvailable(before);
    offers.put(
        key,
        Samples.offer(
            seller.merchantId(),
            seller.productId(),
            CATEGORY,
            available,
            shown.toArray(String[]::new)));
  }

  private static boolean isAvailable(Offer offer) {
    var details = offer.details();
    return details != null && details.available();
  }

  private static SearchRequest request(int topK, double minScore) {
    var vector = new float[256];
    vector[0] = 1;
    return new SearchRequest(new Example.Vector(vector), Scope.ALL, topK, minScore);
  }

  /** As a search does it: reads what the page depends on, further ahead each time. */
  private List<Hit> resolve(Ranking ranking, int topK) {
    for (int width = topK; ; width *= 2) {
      var page = ranking.page(width);
      if (page.unread().isEmpty()) {
        return page.hits();
      }
      page.unread().forEach(key -> ranking.addOffer(key, Optional.ofNullable(offers.get(key))));
    }
  }
}
