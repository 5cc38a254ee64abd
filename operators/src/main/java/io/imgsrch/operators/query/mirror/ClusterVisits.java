package io.imgsrch.operators.query.mirror;

/**
 * Adds to a shortlist the images of the clusters where the nearest ones may be: cluster by cluster,
 * the most promising one first, and, where that does not soon come to an end, all at once. No image
 * is scored twice. For one search.
 */
final class ClusterVisits {
  /** Of all clusters, those that are visited one by one. */
  private static final int VISITED_SHARE = 8;

  /** Images whose clusters can be looked up while one cluster is visited. */
  private static final int LOOKED_UP_MEANWHILE = 500;

  /** Score of the middle of a cluster that was visited: it promises nothing, by any comparison. */
  private static final float VISITED = Float.NaN;

  private final Clusters clusters;
  private final Reach reach;
  private final Shortlist shortlist;
  private final float[] scores;

  ClusterVisits(Clusters clusters, Reach reach, Shortlist shortlist) {
    this.clusters = clusters;
    this.reach = reach;
    this.shortlist = shortlist;
    this.scores = clusters.centroids().scores(shortlist.query());
  }

  /**
   * Adds images until no other is expected to be better than those wanted.
   *
   * @param allowed images with vectors
   * @param all whether these are all that there are
   */
  void add(OrdinalSet allowed, boolean all) {
    // Where the allowed ones lie far away visits are in vain: they end when they have cost as much
    // as what comes then.
    int visits =
        Math.min(scores.length / VISITED_SHARE, allowed.cardinality() / LOOKED_UP_MEANWHILE);
    if (!visit(allowed, all, visits)) {
      if (allowed.cardinality() >= ExactSearch.GUESSED_FROM) {
        shortlist.guess();
      }
      shortlist.add(allowed, this::retainPromising);
    }
  }

  /** Returns whether so many visits were enough. */
  private boolean visit(OrdinalSet allowed, boolean all, int visits) {
    for (int visit = 0; visit < visits; visit++) {
      float least = shortlist.leastScore();
      float radii = reach.radii(least);
      int cluster = clusters.centroids().mostPromising(scores, radii);
      if (promise(cluster, radii) < least) {
        return true;
      }
      scores[cluster] = VISITED;
      var images = clusters.members(cluster);
      shortlist.add(all ? images : images.and(allowed));
    }
    return false;
  }

  private int retainPromising(int[] images, int number) {
    float least = shortlist.leastScore();
    float radii = reach.radii(least);
    int retained = 0;
    for (int i = 0; i < number; i++) {
      if (promise(clusters.clusterOf().get(images[i]), radii) >= least) {
        images[retained++] = images[i];
      }
    }
    return retained;
  }

  private float promise(int cluster, float radii) {
    return scores[cluster] + radii * clusters.centroids().radius(cluster);
  }
}
