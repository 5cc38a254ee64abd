package io.imgsrch.operators.query;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** How much of the best page an answer has, by brute force over all that it could show. */
final class Recall {
  /** The vector store scores by floats, memory by 16 bits. */
  private static final double SAME_SCORE = 2e-5;

  /** Pictures looked at for each hit; more where products have several, or were refused. */
  private static final int PICTURES_PER_HIT = 4;

  private Recall() {}

  /**
   * The share of the best products that was answered: 0 to 1, and 1 where there are none. A product
   * that scores as the worst of the best counts as one of them. Of pictures that are not in memory
   * only those that were found are known.
   *
   * @param over whether to give up
   * @return empty if the vectors of that instant are gone
   * @throws java.util.concurrent.CancellationException if it gave up
   */
  static OptionalDouble of(Audited answer, BooleanSupplier over) {
    return best(answer, over)
        .map(best -> OptionalDouble.of(share(answer.hits(), best, answer.request().topK())))
        .orElse(OptionalDouble.empty());
  }

  private static double share(List<Hit> hits, Map<String, Float> best, int topK) {
    var known = new HashMap<>(best);
    for (var hit : hits) {
      known.merge(hit.productKey(), hit.score(), Math::max);
    }
    var scores = known.values().stream().sorted(Comparator.reverseOrder()).limit(topK).toList();
    if (scores.isEmpty()) {
      return 1;
    }
    double least = scores.get(scores.size() - 1) - SAME_SCORE;
    long found = hits.stream().filter(hit -> hit.score() >= least).count();
    return Math.min(1, (double) found / scores.size());
  }

  /** The best products and their scores; as many as the page has room for, or a few more. */
  private static Optional<Map<String, Float>> best(Audited answer, BooleanSupplier over) {
    int topK = answer.request().topK();
    for (int count = PICTURES_PER_HIT * topK; ; count *= 2) {
      var images = answer.allowed().trulyNearest(answer.vector(), count, over);
      if (images.isEmpty()) {
        return Optional.empty();
      }
      var products = products(answer, images.get());
      if (products.size() >= topK || images.get().size() < count) {
        return Optional.of(products);
      }
    }
  }

  private static Map<String, Float> products(Audited answer, List<ScoredImage> images) {
    var products = new HashMap<String, Float>();
    for (var image : images) {
      if (image.score() >= answer.request().minScore() + SAME_SCORE) {
        answer
            .allowed()
            .offers(
                image.imagePk(),
                (merchantId, productId) -> {
                  var candidate =
                      new Candidate(image.score(), merchantId, productId, image.imagePk());
                  if (!answer.ranking().refuses(candidate)) {
                    products.merge(candidate.productKey(), candidate.score(), Math::max);
                  }
                });
      }
    }
    return products;
  }
}
