package io.imgsrch.operators.query.mirror;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that searches use, and those that are to take their place once every image has one
 * of them. One thread writes; another one, that makes them, hands over what it made.
 */
final class Clusterings {
  private final IntPredicate resident;
  private final AtomicReference<@Nullable Consumer<Clusterings>> handedOver =
      new AtomicReference<>();
  private Clusters.@Nullable Editor serving;
  private Clusters.@Nullable Editor next;

  /**
   * Those of one instant.
   *
   * @param serving null if there are none yet
   * @param next null if none are being made
   */
  record Frozen(@Nullable Clusters serving, @Nullable Clusters next) {}

  /**
   * @param resident whether an image has a vector now
   */
  Clusterings(IntPredicate resident) {
    this.resident = resident;
  }

  void put(int image, float[] vector) {
    if (serving == null && next == null) {
      return;
    }
    var units = QueryVector.of(vector);
    if (serving != null) {
      serving.put(image, units);
    }
    if (next != null) {
      next.put(image, units);
    }
  }

  void remove(int image) {
    if (serving != null) {
      serving.remove(image);
    }
    if (next != null) {
      next.remove(image);
    }
  }

  /** Has the writer take something before it freezes again; what is there must be taken first. */
  void handOver(Consumer<Clusterings> made) {
    if (!handedOver.compareAndSet(null, made)) {
      throw new IllegalStateException("the last was not taken yet");
    }
  }

  /** Whether something was handed over and not taken yet. */
  boolean hasNews() {
    return handedOver.get() != null;
  }

  void begin(Centroids centroids) {
    next = new Clusters.Editor(centroids);
  }

  /**
   * Images as they were when the next clusters began or later. One that has a cluster already got
   * another vector since then.
   */
  void assign(int[] images, int[] clusters) {
    for (int i = 0; next != null && i < images.length; i++) {
      if (resident.test(images[i]) && !next.isAssigned(images[i])) {
        next.put(images[i], clusters[i]);
      }
    }
  }

  void serve(Reach reach) {
    if (next != null) {
      next.reach(reach);
      serving = next;
      next = null;
    }
  }

  Frozen freeze() {
    var made = handedOver.getAndSet(null);
    if (made != null) {
      made.accept(this);
    }
    return new Frozen(
        serving == null ? null : serving.freeze(), next == null ? null : next.freeze());
  }
}
