package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.ScalarDotProduct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches by clusters against exact ones, in catalogues that change while clusters are made. */
class ClusteredSearchTest {
  private static final int DIMENSION = 64;
  private static final int IMAGES = 6_000;
  private static final int LEAST = 1_000;
  private static final int CHANGES = 100;
  private static final int TOP = 20;
  private static final int QUERIES = 60;
  private static final int MERCHANTS = 10;
  private static final int ONE = 1_000;

  /** Merchants from here on sell what is alike, each with a part of the first axis. */
  private static final int NEIGHBOURS = 100;

  private final Random random = new Random(1);
  private final ExactSearch search = new ExactSearch(new ScalarDotProduct());
  private final ClusterTraining training = new ClusterTraining(new ScalarDotProduct(), LEAST);
  private final Mirror mirror = new Mirror(DIMENSION, 8L * VectorChunk.size(DIMENSION));
  private final Map<String, float[]> vectors = new HashMap<>();
  private final List<float[]> groups = new ArrayList<>();
  private int named;

  /** How vectors lie. */
  enum Kind {
    /** Anywhere, none near another. */
    ISOTROPIC(1, 0),
    /** Some hundred near twins each. */
    TWINS(60, 0.1),
    /** Around some that are around few, as pictures of products are. */
    PRODUCTS(400, 0.8);

    final int groups;
    final double noise;

    Kind(int groups, double noise) {
      this.groups = groups;
      this.noise = noise;
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatExactSearchesFindWhileTheCatalogueChanges(Kind kind) {
    fill(kind, IMAGES);
    int rounds = 0;
    boolean clustered = false;
    while (training.step(mirror, () -> false) || !clustered) {
      change(kind);
      mirror.publish(++rounds);
      clustered = mirror.view().vectors().clusterings().serving() != null;
      assertThat(rounds).isLessThan(20);
    }
    for (int i = 0; i < 10; i++) {
      change(kind);
      mirror.publish(++rounds);
    }
    assertThat(recall(kind, Scope.ALL)).as("all").isGreaterThanOrEqualTo(0.99);
    for (int merchants : new int[] {1, 5}) {
      assertThat(recall(kind, of(0, merchants))).as("%d spread", merchants).isGreaterThan(0.99);
      assertThat(recall(kind, of(NEIGHBOURS, merchants)))
          .as("%d together", merchants)
          .isGreaterThan(0.99);
    }
  }

  @Test
  void looksAtFewOfImagesThatAreLikeOthers() {
    fill(Kind.TWINS, IMAGES);
    cluster();
    long before = search.scored();
    var unused = nearest(query(Kind.TWINS), Scope.ALL);
    assertThat(search.scored() - before).isBetween((long) TOP, IMAGES / 10L);
  }

  @Test
  void looksAtFewWhereWhatIsAllowedLiesFarAway() {
    fill(Kind.TWINS, IMAGES);
    cluster();
    var scope = of(NEIGHBOURS, MERCHANTS / 2);
    int allowed = new AllowedView(search, mirror.view(), scope).count();
    long most = 0;
    for (int i = 0; i < QUERIES; i++) {
      long before = search.scored();
      var unused = nearest(query(Kind.TWINS), scope);
      most = Math.max(most, search.scored() - before);
    }
    assertThat(most).isLessThan(allowed / 2);
  }

  @Test
  void scoresAllOnceWhereAnyMayBeAmongTheNearest() {
    fill(Kind.ISOTROPIC, IMAGES);
    cluster();
    for (int i = 0; i < 20; i++) {
      new AllowedView(search, mirror.view(), Scope.ALL).missed();
    }
    for (var scope : List.of(Scope.ALL, of(0, 1), of(0, 5), of(NEIGHBOURS, 5))) {
      for (int count : new int[] {TOP, IMAGES}) {
        var allowed = new AllowedView(search, mirror.view(), scope);
        var query = query(Kind.ISOTROPIC);
        var truth = allowed.nearest(query, count, () -> false).orElseThrow();
        long before = search.scored();
        var images = allowed.nearestByClusters(query, count, () -> false).orElseThrow();
        assertThat(search.scored() - before).isEqualTo(allowed.count());
        assertThat(images).containsExactlyElementsOf(truth);
      }
    }
  }

  @Test
  void clustersAreMadeOfEnoughAndAgainOfManyMore() {
    fill(Kind.TWINS, LEAST - 1);
    mirror.publish(1);
    assertThat(training.step(mirror, () -> false)).isFalse();
    fill(Kind.TWINS, 1);
    cluster();
    int first = clusters().centroids().count();
    fill(Kind.TWINS, LEAST);
    cluster();
    assertThat(clusters().centroids().count()).isEqualTo(first);
    fill(Kind.TWINS, LEAST);
    cluster();
    assertThat(clusters().centroids().count()).isEqualTo(2 * first);
    assertThat(clusters().assigned()).isEqualTo(3 * LEAST);
  }

  @Test
  void aStepWaitsForThePublicationOfTheLast() {
    fill(Kind.TWINS, LEAST);
    mirror.publish(1);
    assertThat(mirror.hasNews()).isFalse();
    assertThat(training.step(mirror, () -> false)).isTrue();
    assertThat(mirror.hasNews()).isTrue();
    assertThat(training.step(mirror, () -> false)).isFalse();
    mirror.publish(2);
    assertThat(mirror.hasNews()).isFalse();
  }

  @Test
  void aMissMakesSearchesLookFarther() {
    fill(Kind.ISOTROPIC, IMAGES);
    cluster();
    var allowed = new AllowedView(search, mirror.view(), Scope.ALL);
    float before = reach();
    allowed.missed();
    assertThat(reach()).isGreaterThan(before);
  }

  @Test
  void trainingEndsWhenItIsOver() {
    fill(Kind.TWINS, LEAST);
    mirror.publish(1);
    assertThatThrownBy(() -> training.step(mirror, () -> true))
        .isInstanceOf(CancellationException.class);
    assertThat(mirror.hasNews()).isFalse();
  }

  @Test
  void withoutClustersThereIsNoSuchSearch() {
    fill(Kind.TWINS, 10);
    mirror.publish(1);
    assertThat(new AllowedView(search, mirror.view(), Scope.ALL).clustered()).isFalse();
    assertThatThrownBy(() -> nearest(query(Kind.TWINS), Scope.ALL))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void clustersAreForMorePicturesThanThereAreClusters() {
    fill(Kind.TWINS, IMAGES);
    cluster();
    var images = List.copyOf(vectors.keySet()).subList(0, clusters().centroids().count() + 1);
    for (var imagePk : images) {
      assertThat(soldByOne().clustered()).isFalse();
      mirror.apply(Samples.offer(ONE, imagePk, "shoes", true, imagePk));
      mirror.publish(1);
    }
    assertThat(soldByOne().clustered()).isTrue();
  }

  private AllowedView soldByOne() {
    return new AllowedView(search, mirror.view(), of(ONE, 1));
  }

  private Clusters clusters() {
    var clusters = mirror.view().vectors().clusterings().serving();
    assertThat(clusters).isNotNull();
    return Objects.requireNonNull(clusters);
  }

  private float reach() {
    return Objects.requireNonNull(clusters().reach()).radii(0.5f);
  }

  private void cluster() {
    mirror.publish(1);
    while (training.step(mirror, () -> false)) {
      mirror.publish(1);
    }
  }

  /** Of the best, how many are found; and none that must not be. */
  private double recall(Kind kind, Scope scope) {
    double found = 0;
    for (int i = 0; i < QUERIES; i++) {
      var query = query(kind);
      var images = nearest(query, scope);
      var truth = search.nearest(mirror, query, scope, TOP, () -> false).images();
      assertThat(images).hasSameSizeAs(truth);
      for (var image : images) {
        var vector = vectors.get(image.imagePk());
        assertThat(vector).as("of what is on sale").isNotNull();
        assertThat(mirror.view().isOffered(scope).test(mirror.view().ordinal(image.imagePk())))
            .isTrue();
      }
      var names = names(images);
      found += (double) names(truth).stream().filter(names::contains).count() / truth.size();
    }
    return found / QUERIES;
  }

  private static Set<String> names(List<ScoredImage> images) {
    return images.stream().map(ScoredImage::imagePk).collect(Collectors.toSet());
  }

  private List<ScoredImage> nearest(float[] query, Scope scope) {
    return new AllowedView(search, mirror.view(), scope)
        .nearestByClusters(query, TOP, () -> false)
        .orElseThrow();
  }

  private static Scope of(int first, int merchants) {
    return new Scope(
        LongStream.range(first, first + merchants).boxed().collect(Collectors.toSet()), null);
  }

  /** What is there, what is between, and what is far from all. */
  private float[] query(Kind kind) {
    double kindOfQuery = random.nextDouble();
    if (kindOfQuery < 0.2) {
      return UnitVectors.random(random, DIMENSION);
    }
    return around(anyGroup(kind), kindOfQuery < 0.6 ? kind.noise : kind.noise / 2);
  }

  private float[] anyGroup(Kind kind) {
    while (groups.size() < kind.groups) {
      groups.add(kind.noise == 0 ? new float[DIMENSION] : UnitVectors.random(random, DIMENSION));
    }
    return groups.get(random.nextInt(groups.size()));
  }

  private float[] around(float[] middle, double noise) {
    var vector = UnitVectors.random(random, DIMENSION);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (middle[i] + (noise == 0 ? 1 : noise) * vector[i]);
    }
    return UnitVectors.normalised(vector);
  }

  private void fill(Kind kind, int count) {
    for (int i = 0; i < count; i++) {
      put(Digest.sha256(("" + named++).getBytes(StandardCharsets.US_ASCII)), kind);
    }
  }

  private void put(String imagePk, Kind kind) {
    var vector = around(anyGroup(kind), kind.noise);
    vectors.put(imagePk, vector);
    mirror.apply(new ImageVector(imagePk, "model", vector, 1, 1, ""));
    sell(imagePk, vector);
  }

  private void sell(String imagePk, float @Nullable [] vector) {
    boolean available = vector != null;
    long spread = Math.floorMod(imagePk.hashCode(), MERCHANTS);
    mirror.apply(Samples.offer(spread, imagePk, "shoes", available, imagePk));
    double place = vector == null ? 0 : (vector[0] * Math.sqrt(DIMENSION) + 2) / 4;
    for (long part = 0; part < MERCHANTS; part++) {
      boolean here = available && (long) Math.max(0, Math.min(9, place * MERCHANTS)) == part;
      mirror.apply(Samples.offer(NEIGHBOURS + part, imagePk, "shoes", here, imagePk));
    }
  }

  /** Some come, some go, some get another vector. */
  private void change(Kind kind) {
    fill(kind, CHANGES);
    var known = new ArrayList<>(vectors.keySet());
    for (int i = 0; i < CHANGES; i++) {
      var imagePk = known.get(random.nextInt(known.size()));
      if (i % 2 == 0) {
        put(imagePk, kind);
      } else {
        vectors.remove(imagePk);
        mirror.apply(ImageVector.purged(imagePk, ""));
        sell(imagePk, null);
      }
    }
  }
}
