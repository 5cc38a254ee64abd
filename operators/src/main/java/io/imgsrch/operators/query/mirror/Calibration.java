package io.imgsrch.operators.query.mirror;

import io.imgsrch.operators.query.Scope;
import io.imgsrch.vector.DotProduct;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Measures how far searches have to reach: vectors are searched for exactly, and the images that
 * were found say from how far their clusters would have had to be visited. For one thread.
 *
 * <p>At many depths, for with a filter that keeps a tenth the best ones are some of ten times as
 * many.
 */
final class Calibration {
  private static final int LEAST_DEPTH = 20;
  private static final int DEEPEST = 10_000;

  /** Of all images, the share that the deepest are. */
  private static final int SHARE = 8;

  /** Images of each depth that are measured: so many a page has. */
  private static final int MEASURED = 20;

  private final DotProduct dots;
  private final Random random = new Random(1);
  private final Reach.Measured measured = new Reach.Measured();

  Calibration(DotProduct dots) {
    this.dots = dots;
  }

  /**
   * Searches for the vector of an image, in a view that was entered, and for what lies between it
   * and another that is like it: pictures of one thing are around it, and so are photos.
   */
  void search(MirrorView view, Clusters clusters, int image, BooleanSupplier over) {
    var vectors = view.vectors();
    var vector = vectors.get(image);
    var like = search(view, clusters, vector, over);
    if (like.length > 1) {
      var other = vectors.get(like[random.nextInt(Math.min(like.length, LEAST_DEPTH))]);
      var unused = search(view, clusters, between(vector, other), over);
    }
  }

  private static float[] between(float[] one, float[] other) {
    var between = new float[one.length];
    double squares = 0;
    for (int i = 0; i < between.length; i++) {
      between[i] = one[i] + other[i];
      squares += (double) between[i] * between[i];
    }
    for (int i = 0; squares > 0 && i < between.length; i++) {
      between[i] /= (float) Math.sqrt(squares);
    }
    return between;
  }

  /** Returns the nearest images, the best first. */
  private int[] search(MirrorView view, Clusters clusters, float[] vector, BooleanSupplier over) {
    var resident = view.vectors().resident();
    int deepest = Math.min(DEEPEST, resident.cardinality() / SHARE);
    var shortlist = new Shortlist(dots, view, Scope.ALL, vector, deepest, over, new LongAdder());
    shortlist.guess();
    shortlist.add(resident);
    var best = shortlist.nearest();
    var images = new int[best.size()];
    var scores = new float[images.length];
    for (int i = images.length - 1; i >= 0; i--) {
      scores[i] = best.worstScore();
      images[i] = best.removeWorst();
    }
    for (int depth = LEAST_DEPTH; depth <= images.length; depth *= 2) {
      for (int i = 0; i < MEASURED; i++) {
        int image = images[random.nextInt(depth)];
        int cluster = clusters.clusterOf().get(image);
        float distance = scores[depth - 1] - clusters.centroids().score(shortlist.query(), cluster);
        measured.add(scores[depth - 1], distance / clusters.centroids().radius(cluster));
      }
    }
    return images;
  }

  /** Far enough for most of what the searches found. */
  Reach reach() {
    return measured.reach();
  }
}
