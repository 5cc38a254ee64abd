package io.imgsrch.operators.query.mirror;

import org.jspecify.annotations.Nullable;

/**
 * The images with vectors, in clusters, at one instant.
 *
 * @param members of each cluster
 * @param assigned how many images have a cluster
 * @param reach null until it was measured
 */
record Clusters(
    Centroids centroids,
    PagedInts clusterOf,
    PagedArray<OrdinalSet> members,
    int assigned,
    @Nullable Reach reach) {

  OrdinalSet members(int cluster) {
    var images = members.get(cluster);
    return images == null ? OrdinalSet.EMPTY : images;
  }

  /** Changes clusters whose middles stay, for one thread. */
  static final class Editor {
    private final Centroids centroids;
    private final PagedInts.Editor clusterOf = new PagedInts.Editor();
    private final ImageSets<Integer> members = new ImageSets<>();
    private int assigned;
    private @Nullable Reach reach;

    Editor(Centroids centroids) {
      this.centroids = centroids;
    }

    boolean isAssigned(int image) {
      return clusterOf.get(image) != PagedInts.NONE;
    }

    void put(int image, QueryVector vector) {
      put(image, centroids.nearest(vector));
    }

    void put(int image, int cluster) {
      remove(image);
      clusterOf.set(image, cluster);
      members.set(cluster, image, true);
      assigned++;
    }

    void remove(int image) {
      int cluster = clusterOf.get(image);
      if (cluster != PagedInts.NONE) {
        clusterOf.set(image, PagedInts.NONE);
        members.set(cluster, image, false);
        assigned--;
      }
    }

    void reach(Reach measured) {
      reach = measured;
    }

    Clusters freeze() {
      return new Clusters(centroids, clusterOf.freeze(), members.freeze().sets(), assigned, reach);
    }
  }
}
