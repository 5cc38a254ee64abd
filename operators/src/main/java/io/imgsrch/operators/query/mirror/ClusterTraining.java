package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Makes the clusters of a mirror, beside the thread that writes it: finds their middles, assigns
 * every image to one, measures how far searches have to reach. Step by step, each of which the
 * writer takes with its next publication. For one thread.
 */
public final class ClusterTraining {
  /** Fewer are scored as fast. */
  private static final int LEAST = 1 << 14;

  /** So many clusters, times the root of the images, balance what is left to look at. */
  private static final double PER_ROOT = 2;

  /** Images for each pair of clusters, from which on these are too few. */
  private static final int GROWN = 2;

  private static final int SAMPLE_PER_CLUSTER = 32;

  /** Assigned in one step. */
  private static final int PIECE = 1 << 14;

  private static final int SEARCHES = 64;

  private final DotProduct dots;
  private final int least;
  private final Random random = new Random(1);

  public ClusterTraining(DotProduct dots) {
    this(dots, LEAST);
  }

  /**
   * @param least images that are put into clusters
   */
  ClusterTraining(DotProduct dots, int least) {
    this.dots = dots;
    this.least = least;
  }

  /**
   * Takes the next step.
   *
   * @param over whether to give up
   * @return whether there was one; if not, the writer has to publish first, or nothing is to do
   * @throws CancellationException if it is over
   */
  public boolean step(Mirror mirror, BooleanSupplier over) {
    var clusterings = mirror.clusterings();
    if (clusterings.hasNews()) {
      return false;
    }
    var view = mirror.view();
    var vectors = view.vectors();
    var next = vectors.clusterings().next();
    if (next == null) {
      if (!isDue(vectors)) {
        return false;
      }
      var centroids = centroids(mirror, over);
      clusterings.handOver(writer -> writer.begin(centroids));
    } else if (next.assigned() < vectors.resident().cardinality()) {
      assign(mirror, next, over);
    } else {
      var reach = reach(mirror, over);
      clusterings.handOver(writer -> writer.serve(reach));
    }
    return true;
  }

  private boolean isDue(ResidentVectors.Frozen vectors) {
    int images = vectors.resident().cardinality();
    var serving = vectors.clusterings().serving();
    if (serving == null) {
      return images >= least;
    }
    long count = serving.centroids().count();
    return images >= GROWN * count * count;
  }

  private static int clusters(int images) {
    return Integer.highestOneBit((int) (PER_ROOT * Math.sqrt(images)));
  }

  private Centroids centroids(Mirror mirror, BooleanSupplier over) {
    int count = clusters(mirror.view().vectorCount());
    var sample = new ArrayList<QueryVector>();
    forEach(
        mirror,
        random(mirror.view(), count * SAMPLE_PER_CLUSTER),
        over,
        (view, image) -> sample.add(QueryVector.of(view.vectors().get(image))));
    return KMeans.of(dots, sample, count, over);
  }

  private void assign(Mirror mirror, Clusters next, BooleanSupplier over) {
    var images = unassigned(mirror.view(), next);
    var assigned = new int[images.length];
    var clusters = new int[images.length];
    var count = new int[1];
    forEach(
        mirror,
        images,
        over,
        (view, image) -> {
          assigned[count[0]] = image;
          clusters[count[0]++] =
              next.centroids().nearest(QueryVector.of(view.vectors().get(image)));
        });
    mirror
        .clusterings()
        .handOver(
            writer ->
                writer.assign(
                    Arrays.copyOf(assigned, count[0]), Arrays.copyOf(clusters, count[0])));
  }

  private static int[] unassigned(MirrorView view, Clusters next) {
    var images = new int[PIECE];
    var count = new int[1];
    view.vectors()
        .resident()
        .forEach(
            image -> {
              if (count[0] < PIECE && next.clusterOf().get(image) == PagedInts.NONE) {
                images[count[0]++] = image;
              }
            });
    return Arrays.copyOf(images, count[0]);
  }

  private Reach reach(Mirror mirror, BooleanSupplier over) {
    var calibration = new Calibration(dots);
    forEach(
        mirror,
        random(mirror.view(), SEARCHES),
        over,
        (view, image) -> {
          var clusters = view.vectors().clusterings().next();
          if (clusters != null) {
            calibration.search(view, clusters, image, over);
          }
        });
    return calibration.reach();
  }

  /** So many of the images with vectors, or all of fewer, in random order. */
  private int[] random(MirrorView view, int count) {
    var images = new int[view.vectors().resident().cardinality()];
    var filled = new int[1];
    view.vectors().resident().forEach(image -> images[filled[0]++] = image);
    int wanted = Math.min(count, images.length);
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(images.length - i);
      int image = images[other];
      images[other] = images[i];
      images[i] = image;
    }
    return Arrays.copyOf(images, wanted);
  }

  /** Does something to an image of a view that was entered. */
  @FunctionalInterface
  private interface Action {
    void to(MirrorView view, int image);
  }

  /** Looks at images that still have vectors, each in the newest view. */
  private static void forEach(Mirror mirror, int[] images, BooleanSupplier over, Action action) {
    for (int image : images) {
      if (over.getAsBoolean()) {
        throw new CancellationException("clusters are wanted no more");
      }
      entered(
          mirror,
          view -> {
            if (view.vectors().resident().contains(image)) {
              action.to(view, image);
            }
          });
    }
  }

  private static void entered(Mirror mirror, java.util.function.Consumer<MirrorView> action) {
    while (true) {
      var view = mirror.view();
      if (view.vectors().enter()) {
        try {
          action.accept(view);
          return;
        } finally {
          view.vectors().exit();
        }
      }
    }
  }
}
