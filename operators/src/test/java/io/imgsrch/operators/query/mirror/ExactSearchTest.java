package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.ScalarDotProduct;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExactSearchTest {
  private static final int DIMENSION = 64;
  private static final int IMAGES = 10_000;
  private static final int TOP = 20;

  /** Half of the last bit of each component, were all of them rounded alike. */
  private static final Offset<Double> ROUNDED = within(5e-5);

  private static final List<String> CATEGORIES = List.of("shoes", "bags", "hats");

  private final Random random = new Random(1);
  private final ExactSearch search = new ExactSearch(new ScalarDotProduct());
  private final Map<String, float[]> vectors = new LinkedHashMap<>();

  @Test
  void findsWhatBruteForceOverTheFloatsFinds() {
    var mirror = mirror(Long.MAX_VALUE);
    int found = 0;
    int wanted = 0;
    for (int round = 0; round < 100; round++) {
      var query = near(vector(imagePk(random.nextInt(IMAGES))));
      for (var scope :
          List.of(Scope.ALL, new Scope(Set.of(7L), null), new Scope(Set.of(3L), "bags"))) {
        var answer = search.nearest(mirror, query, scope, TOP, () -> false);
        assertThat(answer.unscored()).isZero();
        var expected = bruteForce(query, scope);
        assertThat(answer.images()).hasSize(expected.size());
        for (int i = 0; i < answer.images().size(); i++) {
          var image = answer.images().get(i);
          double score = UnitVectors.dot(query, vector(image.imagePk()));
          assertThat((double) image.score()).isCloseTo(score, ROUNDED);
          assertThat(i == 0 || image.score() <= answer.images().get(i - 1).score()).isTrue();
        }
        wanted += expected.size();
        found += common(answer.images(), expected);
      }
    }
    assertThat((double) found / wanted).isGreaterThan(0.999);
  }

  private static int common(List<ScoredImage> found, List<String> expected) {
    var common = new HashSet<>(expected);
    common.retainAll(found.stream().map(ScoredImage::imagePk).toList());
    return common.size();
  }

  private List<String> bruteForce(float[] query, Scope scope) {
    return vectors.entrySet().stream()
        .filter(image -> scope.admits(merchant(image.getKey()), category(image.getKey())))
        .sorted(Comparator.comparingDouble(image -> -UnitVectors.dot(query, image.getValue())))
        .limit(TOP)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void saysHowManyHaveNoVectorInMemory() {
    var mirror = mirror(2L * VectorChunk.size(DIMENSION));
    var answer = search.nearest(mirror, near(new float[DIMENSION]), Scope.ALL, TOP, () -> false);
    assertThat(answer.images()).hasSize(TOP);
    assertThat(answer.unscored()).isEqualTo(IMAGES - 2 * VectorChunk.SLOTS);
    assertThat(mirror.view().vectorCount()).isEqualTo(2 * VectorChunk.SLOTS);
    assertThat(mirror.view().vectorBytes()).isEqualTo(2L * VectorChunk.size(DIMENSION));
    var without = mirror.view().withoutVector(mirror.view().images(Scope.ALL));
    assertThat(without.cardinality()).isEqualTo(answer.unscored());
    without.forEach(image -> assertThat(vectorOf(mirror, image)).isEmpty());
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    var query = UnitVectors.axis(0, DIMENSION);
    assertThat(search.nearest(new Mirror(), query, Scope.ALL, TOP, () -> false).images()).isEmpty();
    var none = mirror(0);
    assertThat(search.nearest(none, query, Scope.ALL, TOP, () -> false).unscored())
        .isEqualTo(IMAGES);
    var all = mirror(Long.MAX_VALUE);
    assertThat(search.nearest(all, query, new Scope(Set.of(99L), null), TOP, () -> false).images())
        .isEmpty();
  }

  @Test
  void endsWithTheSearchThatItIsFor() {
    var mirror = mirror(Long.MAX_VALUE);
    var looks = new AtomicInteger();
    var query = near(new float[DIMENSION]);
    assertThatThrownBy(
            () -> search.nearest(mirror, query, Scope.ALL, TOP, () -> looks.incrementAndGet() == 2))
        .isInstanceOf(CancellationException.class);
    assertThat(search.scored()).isEqualTo(ExactSearch.BATCH);
  }

  @Test
  void aQueryOfAnotherDimensionIsRefused() {
    var mirror = mirror(Long.MAX_VALUE);
    assertThatThrownBy(() -> search.nearest(mirror, new float[1], Scope.ALL, TOP, () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64");
  }

  @Test
  void aKnownPictureHasItsVector() {
    var mirror = mirror(Long.MAX_VALUE);
    var imagePk = imagePk(5);
    assertThat(
            UnitVectors.dot(ExactSearch.vectorOf(mirror, imagePk).orElseThrow(), vector(imagePk)))
        .isCloseTo(1, ROUNDED);
    assertThat(ExactSearch.vectorOf(mirror, imagePk(IMAGES))).isEmpty();
    mirror.apply(ImageVector.purged(imagePk, ""));
    mirror.publish(2);
    assertThat(ExactSearch.vectorOf(mirror, imagePk)).isEmpty();
  }

  private float[] vector(String imagePk) {
    return Objects.requireNonNull(vectors.get(imagePk));
  }

  private static Optional<float[]> vectorOf(Mirror mirror, int image) {
    return ExactSearch.vectorOf(mirror, mirror.view().imagePk(image));
  }

  private Mirror mirror(long maxBytes) {
    var mirror = new Mirror(DIMENSION, maxBytes);
    for (int i = 0; i < IMAGES; i++) {
      var imagePk = imagePk(i);
      var vector = UnitVectors.random(random, DIMENSION);
      vectors.put(imagePk, vector);
      mirror.apply(Samples.offer(merchant(imagePk), "p" + i, category(imagePk), true, imagePk));
      mirror.apply(new ImageVector(imagePk, "model", vector, 1, 1, ""));
    }
    mirror.publish(1);
    return mirror;
  }

  private float[] near(float[] vector) {
    var query = UnitVectors.random(random, DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      query[i] = query[i] / 2 + vector[i];
    }
    return UnitVectors.normalised(query);
  }

  private static String imagePk(int i) {
    return Digest.sha256(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
  }

  private static long merchant(String imagePk) {
    return Character.digit(imagePk.charAt(0), 16);
  }

  private static String category(String imagePk) {
    return CATEGORIES.get(imagePk.charAt(1) % CATEGORIES.size());
  }
}
