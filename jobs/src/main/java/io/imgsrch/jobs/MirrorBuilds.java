package io.imgsrch.jobs;

import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.operators.query.MirrorReport;
import io.imgsrch.operators.query.mirror.MirrorView;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is told of a mirror's builds. */
final class MirrorBuilds {
  /**
   * What a rebuild found.
   *
   * @param offers on sale, in the new mirror
   * @param images that have a vector, in the new mirror
   * @param equal whether the former one held the same
   */
  record Comparison(BlockDigest offers, BlockDigest images, boolean equal) {
    static Comparison of(MirrorView next, MirrorView former) {
      var offers = next.offersOnSale();
      var images = next.imagesEmbedded();
      boolean equal =
          offers.equals(former.offersOnSale()) && images.equals(former.imagesEmbedded());
      return new Comparison(offers, images, equal);
    }

    String digest() {
      return HexFormat.of().toHexDigits(offers.plus(images).sum());
    }
  }

  private int builds;
  private boolean building = true;
  private @Nullable Comparison last;
  private @Nullable String problem;

  /** Whether a rebuild may begin: none runs, nor the first build. */
  synchronized boolean begin() {
    if (building) {
      return false;
    }
    building = true;
    problem = null;
    return true;
  }

  /** A mirror serves that was read without another one beside it. */
  synchronized void built() {
    builds++;
    building = false;
    last = null;
    problem = null;
  }

  /** A mirror serves that was built beside another one. */
  synchronized void rebuilt(Comparison comparison) {
    builds++;
    building = false;
    last = comparison;
    problem = null;
  }

  /** Nothing serves: it is read from the beginning. */
  synchronized void lost(String why) {
    building = true;
    problem = why;
  }

  /** The one that serves goes on to. */
  synchronized void failed(String why) {
    building = false;
    problem = why;
  }

  synchronized MirrorReport report() {
    return last == null
        ? new MirrorReport(builds, building, null, null, null, null, problem)
        : new MirrorReport(
            builds,
            building,
            Math.toIntExact(last.offers().rows()),
            Math.toIntExact(last.images().rows()),
            last.digest(),
            last.equal(),
            problem);
  }
}
