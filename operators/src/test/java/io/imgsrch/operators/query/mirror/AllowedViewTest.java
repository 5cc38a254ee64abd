package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.Scope;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.vector.ScalarDotProduct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class AllowedViewTest {
  private static final int DIMENSION = 16;
  private static final int PICTURES = 5_000;
  private static final float[] QUERY = UnitVectors.axis(0, DIMENSION);

  private final Random random = new Random(1);
  private final ExactSearch exact = new ExactSearch(new ScalarDotProduct());

  @Test
  void anImageOfWhichNoOneOfferIsInTheScopeIsCountedButNotFound() {
    var mirror = new Mirror(DIMENSION, Long.MAX_VALUE);
    embed(mirror, "shared");
    embed(mirror, "whole");
    mirror.apply(Samples.offer(1, "shoe", "shoes", true, pk("shared")));
    mirror.apply(Samples.offer(2, "bag", "bags", true, pk("shared")));
    mirror.apply(Samples.offer(1, "own", "bags", true, pk("whole")));
    mirror.publish(1);

    var allowed = allowed(mirror, new Scope(Set.of(1L), "bags"));

    assertThat(allowed.count()).isEqualTo(2);
    assertThat(allowed.contains(pk("shared"))).isTrue();
    var nearest = allowed.nearest(QUERY, 10, () -> false).orElseThrow();
    assertThat(nearest).extracting(ScoredImage::imagePk).containsExactly(pk("whole"));
    assertThat(allowed.trulyNearest(QUERY, 10, () -> false).orElseThrow()).isEqualTo(nearest);
    var offers = new ArrayList<String>();
    allowed.offers(pk("shared"), (merchant, product) -> offers.add(product));
    assertThat(offers).isEmpty();
  }

  @Test
  void countsWhatIsAllowedInMemoryAndThere() {
    var mirror = new Mirror(DIMENSION, 2L * VectorChunk.size(DIMENSION));
    fill(mirror);

    var even = allowed(mirror, new Scope(Set.of(0L), null));
    assertThat(even.count()).isEqualTo(PICTURES / 2);
    assertThat(even.indexed()).isEqualTo(PICTURES);
    long resident =
        even.trulyNearest(QUERY, PICTURES, () -> false).orElseThrow().stream()
            .map(ScoredImage::imagePk)
            .filter(even::contains)
            .count();
    assertThat((long) even.resident()).isEqualTo(resident).isBetween(1L, PICTURES / 2 - 1L);
    assertThat(even.contains(pk("1"))).isFalse();
    assertThat(even.contains(pk("unknown"))).isFalse();

    var all = new Mirror(DIMENSION, Long.MAX_VALUE);
    fill(all);
    assertThat(allowed(all, Scope.ALL).resident()).isEqualTo(PICTURES);
    assertThat(allowed(all, new Scope(Set.of(7L), null)).count()).isZero();
  }

  @Test
  void bruteForceIsInOrderAndMissesNothing() {
    var mirror = new Mirror(DIMENSION, Long.MAX_VALUE);
    fill(mirror);
    var allowed = allowed(mirror, Scope.ALL);

    var all = allowed.trulyNearest(QUERY, PICTURES, () -> false).orElseThrow();
    assertThat(all).hasSize(PICTURES);
    assertThat(all).isSortedAccordingTo(Comparator.comparing(ScoredImage::score).reversed());
    assertThat(allowed.trulyNearest(QUERY, 20, () -> false)).contains(all.subList(0, 20));
    assertThat(allowed.nearest(QUERY, 20, () -> false)).contains(all.subList(0, 20));
    assertThatThrownBy(() -> allowed.trulyNearest(QUERY, 20, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void onceAVectorMadeWayThereIsNoneOfThatInstant() {
    var mirror = new Mirror(DIMENSION, Long.MAX_VALUE);
    fill(mirror);
    var before = allowed(mirror, Scope.ALL);
    mirror.apply(ImageVector.purged(pk("0"), ""));
    mirror.publish(2);
    assertThat(before.nearest(QUERY, 1, () -> false)).isPresent();
    mirror.publish(3);

    assertThat(before.nearest(QUERY, 1, () -> false)).isEmpty();
    assertThat(before.trulyNearest(QUERY, 1, () -> false)).isEmpty();
    assertThat(before.count()).isEqualTo(PICTURES);
    assertThat(allowed(mirror, Scope.ALL).nearest(QUERY, 1, () -> false)).isPresent();
  }

  private void fill(Mirror mirror) {
    for (int i = 0; i < PICTURES; i++) {
      var name = Integer.toString(i);
      embed(mirror, name);
      mirror.apply(Samples.offer(i % 2, name, "shoes", true, pk(name)));
    }
    mirror.publish(1);
  }

  private void embed(Mirror mirror, String name) {
    var vector = UnitVectors.random(random, DIMENSION);
    mirror.apply(new ImageVector(pk(name), "model", vector, 1, 1, ""));
  }

  private AllowedView allowed(Mirror mirror, Scope scope) {
    return new AllowedView(exact, mirror.view(), scope);
  }

  private static String pk(String name) {
    return Samples.imagePk(name);
  }
}
