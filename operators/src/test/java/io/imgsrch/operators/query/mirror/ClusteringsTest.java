package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.vector.ScalarDotProduct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusteringsTest {
  private static final int AXES = 8;
  private static final int IMAGES = 200;

  private final Random random = new Random(1);
  private final Map<Integer, Integer> axes = new HashMap<>();
  private final Clusterings clusterings = new Clusterings(axes::containsKey);

  /** A cluster for each axis. */
  private static Centroids centroids() {
    var means = new float[AXES][];
    for (int axis = 0; axis < AXES; axis++) {
      means[axis] = UnitVectors.axis(axis, AXES);
    }
    return new Centroids(new ScalarDotProduct(), means, new float[AXES]);
  }

  private record Past(Clusters clusters, Map<Integer, Integer> axes) {}

  @Test
  void holdWhatWasPutAndNeverChangeOnceFrozen() {
    begin();
    clusterings.serve(new Reach.Measured().reach());
    List<Past> past = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      for (int change = 0; change < 20; change++) {
        int image = random.nextInt(IMAGES);
        if (random.nextInt(3) == 0) {
          axes.remove(image);
          clusterings.remove(image);
        } else {
          put(image, random.nextInt(AXES));
        }
      }
      past.add(new Past(Objects.requireNonNull(clusterings.freeze().serving()), Map.copyOf(axes)));
    }
    past.forEach(each -> assertHolds(each.clusters(), each.axes()));
  }

  private static void assertHolds(Clusters clusters, Map<Integer, Integer> axes) {
    assertThat(clusters.assigned()).isEqualTo(axes.size());
    int members = 0;
    for (int axis = 0; axis < AXES; axis++) {
      members += clusters.members(axis).cardinality();
    }
    assertThat(members).isEqualTo(axes.size());
    axes.forEach(
        (image, axis) -> {
          assertThat(clusters.members(axis).contains(image)).isTrue();
          assertThat(clusters.clusterOf().get(image)).isEqualTo(axis);
        });
  }

  @Test
  void whatWasPutSinceIsNotAssignedByAnOlderVector() {
    axes.put(1, 1);
    axes.put(2, 2);
    axes.put(3, 3);
    begin();
    put(1, 5);
    axes.remove(2);
    clusterings.remove(2);
    clusterings.assign(new int[] {1, 2, 3}, new int[] {1, 2, 3});
    assertHolds(Objects.requireNonNull(clusterings.freeze().next()), Map.of(1, 5, 3, 3));
  }

  @Test
  void theNextTakeThePlaceOfThoseThatServe() {
    begin();
    put(1, 1);
    assertThat(clusterings.freeze().serving()).isNull();
    clusterings.serve(new Reach.Measured().reach());
    var first = clusterings.freeze();
    assertThat(first.next()).isNull();
    begin();
    put(2, 2);
    var both = clusterings.freeze();
    assertHolds(Objects.requireNonNull(both.serving()), Map.of(1, 1, 2, 2));
    assertHolds(Objects.requireNonNull(both.next()), Map.of(2, 2));
    clusterings.serve(new Reach.Measured().reach());
    assertHolds(Objects.requireNonNull(clusterings.freeze().serving()), Map.of(2, 2));
  }

  @Test
  void whatIsHandedOverIsTakenWithTheNextFreeze() {
    clusterings.handOver(writer -> writer.begin(centroids()));
    assertThat(clusterings.hasNews()).isTrue();
    assertThatThrownBy(() -> clusterings.handOver(writer -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(clusterings.freeze().next()).isNotNull();
    assertThat(clusterings.hasNews()).isFalse();
  }

  private void begin() {
    clusterings.begin(centroids());
  }

  private void put(int image, int axis) {
    axes.put(image, axis);
    clusterings.put(image, UnitVectors.axis(axis, AXES));
  }
}
