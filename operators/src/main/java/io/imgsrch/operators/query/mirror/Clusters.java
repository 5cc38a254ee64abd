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

  /** Of all clusters, those that are visited before a look at all images is cheaper. */
  private static final int VISITED_SHARE = 8;

  OrdinalSet members(int cluster) {
    var images = members.get(cluster);
    return images == null ? OrdinalSet.EMPTY : images;
  }

  /**
   * Adds the images of the clusters where the nearest ones may be, most promising cluster first,
   * until no other is expected to have a better one than those wanted.
   *
   * @param allowed images with vectors
   * @param all whether these are all that there are
   * @return false if there would be too many such clusters
   */
  boolean visit(Shortlist shortlist, OrdinalSet allowed, boolean all, Reach reach) {
    var scores = centroids.scores(shortlist.query());
    for (int visits = 0; visits < scores.length / VISITED_SHARE; visits++) {
      float least = shortlist.leastScore();
      float radii = reach.radii(least);
      int cluster = centroids.mostPromising(scores, radii);
      if (scores[cluster] + radii * centroids.radius(cluster) < least) {
        return true;
      }
      scores[cluster] = Float.NEGATIVE_INFINITY;
      var images = members(cluster);
      shortlist.add(all ? images : images.and(allowed));
    }
    return false;
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
