package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.validity.ImageOffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random catalogues, whose pictures' states may be stale, without a mirror and with one, by either
 * path: the answer equals brute force.
 */
class SearchPropertyTest {
  private static final int SEEDS = 400;
  private static final List<String> CATEGORIES = List.of("shoes", "bags", "hats");

  @Test
  void answersWhatBruteForceFinds() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var catalogue = new Catalogue(random, seed % 4 > 0);
      var limits =
          new SearchLimits(
              Duration.ofSeconds(30),
              Duration.ofSeconds(2),
              1 + random.nextInt(4),
              4_096,
              1 + random.nextInt(8),
              1,
              256);
      var backends =
          new Backends(
              catalogue.index,
              catalogue.validity,
              catalogue.mirror,
              new FakeStandings(),
              new FakeEmbedder(),
              PhotoSource.none(),
              AvailabilityWriter.none());
      var costs = seed % 4 == 1 ? Samples.indexIsCheaper() : Samples.exactIsCheaper();
      try (var service = Samples.service(backends, limits, costs)) {
        var request = request(random);
        var expected = catalogue.bruteForce(request);
        try {
          var answer = service.search(request, "trace").join();
          assertThat(answer.hits())
              .as("seed %d", seed)
              .extracting(Hit::imagePk, hit -> hit.merchantId() + "/" + hit.productId())
              .containsExactlyElementsOf(
                  expected.stream()
                      .map(c -> org.assertj.core.groups.Tuple.tuple(c.imagePk(), c.productKey()))
                      .toList());
          assertThat(answer.verified())
              .as("seed %d", seed)
              .isEqualTo(catalogue.validity.failed.get() == 0);
        } catch (CompletionException e) {
          assertThat(Failures.unwrapped(e))
              .as("seed %d", seed)
              .isInstanceOfSatisfying(
                  QueryException.class,
                  q -> assertThat(q.code()).isEqualTo(ErrorCode.STATE_UNAVAILABLE));
          assertThat(catalogue.validity.succeeded).as("seed %d", seed).hasValue(0);
        }
      }
    }
  }

  private static SearchRequest request(Random random) {
    Set<Long> merchants = null;
    if (random.nextBoolean()) {
      merchants = new HashSet<>(List.of((long) random.nextInt(5), (long) random.nextInt(5) + 5));
    }
    var category = random.nextBoolean() ? CATEGORIES.get(random.nextInt(3)) : null;
    var minScore = random.nextInt(3) == 0 ? random.nextDouble() : -1;
    return new SearchRequest(
        new Example.Vector(Samples.unitVector(0)),
        new Scope(merchants, category),
        1 + random.nextInt(12),
        minScore);
  }

  private static final class Catalogue {
    final FakeIndex index = new FakeIndex();
    final FakeValidity validity = new FakeValidity();
    final FakeMirror mirror = new FakeMirror();
    private final Map<String, Float> scores = new HashMap<>();
    private final Map<String, List<ImageOffer>> imageOffers = new HashMap<>();
    private final Map<String, Offer> offers = new HashMap<>();

    Catalogue(Random random, boolean mirrored) {
      int images = 1 + random.nextInt(60);
      var ranks = new ArrayList<>(IntStream.range(0, images).boxed().toList());
      Collections.shuffle(ranks, random);
      for (int i = 0; i < images; i++) {
        float score = ranks.get(i) / (float) images;
        scores.put("i" + i, score);
        index.add("i" + i, score);
      }
      int failures = random.nextInt(4) == 0 ? 1 + random.nextInt(9) : 0;
      int products = random.nextInt(80);
      for (int p = 0; p < products; p++) {
        addProduct(random, p, images, failures);
      }
      if (mirrored) {
        var held = mirror.hold();
        boolean whole = random.nextBoolean();
        scores.forEach(
            (image, score) -> {
              if (whole || random.nextBoolean()) {
                held.picture(image, score);
              } else {
                held.absent(image, score);
              }
            });
        imageOffers.forEach((image, list) -> list.forEach(offer -> held.offer(image, offer)));
      } else {
        scores.keySet().stream()
            .sorted()
            .filter(image -> random.nextInt(10) < failures)
            .forEach(validity.failing::add);
      }
    }

    private void addProduct(Random random, int number, int images, int failures) {
      long merchant = random.nextInt(10);
      var category = CATEGORIES.get(random.nextInt(3));
      var shown = new TreeSet<String>();
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        shown.add("i" + random.nextInt(images));
      }
      var productId = "p" + number;
      boolean available = random.nextInt(4) > 0;
      var offer =
          random.nextInt(10) == 0
              ? Samples.deleted(merchant, productId)
              : Samples.offer(
                  merchant, productId, category, available, shown.toArray(String[]::new));
      if (random.nextInt(10) > 0) {
        offers.put(offer.key(), offer);
        validity.addOnlyOffer(offer);
      }
      if (random.nextInt(10) < failures) {
        validity.failing.add(offer.key());
      }
      boolean stale = random.nextInt(3) == 0;
      if (stale) {
        shown.add("i" + random.nextInt(images));
      }
      for (var image : shown) {
        var imageOffer =
            new ImageOffer(
                merchant,
                productId,
                stale ? CATEGORIES.get(random.nextInt(3)) : category,
                stale || available);
        validity.addOnlyImageOffer(image, imageOffer);
        imageOffers.computeIfAbsent(image, key -> new ArrayList<>()).add(imageOffer);
      }
    }

    List<Candidate> bruteForce(SearchRequest request) {
      var best = new HashMap<String, Candidate>();
      imageOffers.forEach(
          (image, list) -> {
            float score = Objects.requireNonNull(scores.get(image));
            for (var imageOffer : list) {
              var candidate =
                  new Candidate(score, imageOffer.merchantId(), imageOffer.productId(), image);
              if (score >= request.minScore() && shows(request.scope(), imageOffer, candidate)) {
                best.merge(
                    candidate.productKey(), candidate, (a, b) -> a.score() > b.score() ? a : b);
              }
            }
          });
      return best.values().stream().sorted().limit(request.topK()).toList();
    }

    private boolean shows(Scope scope, ImageOffer imageOffer, Candidate candidate) {
      var offer = offers.get(candidate.productKey());
      if (offer == null || offer.details() == null) {
        return false;
      }
      boolean merchant =
          scope.merchantIds() == null || scope.merchantIds().contains(offer.merchantId());
      boolean category =
          scope.category() == null
              || (scope.category().equals(imageOffer.category())
                  && scope.category().equals(offer.details().category()));
      return merchant
          && category
          && imageOffer.available()
          && offer.details().available()
          && offer.imagePks().contains(candidate.imagePk())
          && !validity.failing.contains(candidate.imagePk())
          && !validity.failing.contains(candidate.productKey());
    }
  }
}
