package io.imgsrch.local;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes pictures that nobody has to embed, and who sells them, as the index job would. */
final class IndexedPictures {
  private IndexedPictures() {}

  static void sendVector(Shop shop, String imagePk, float[] vector) throws Exception {
    var image = new ImageVector(imagePk, "none", vector, 1, 1, Traceparent.create());
    shop.sendLater(Topic.IMAGES, imagePk, EventJson.write(image));
  }

  static void sendListing(Shop shop, long merchant, String product, List<String> imagePks)
      throws Exception {
    var listing =
        new Listing(
            merchant,
            product,
            new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
            new Details("One of many", "Things", 100, "EUR", Map.of(), true),
            imagePks,
            false,
            List.of(),
            Traceparent.create());
    shop.sendLater(Topic.LISTINGS, listing.key(), EventJson.write(listing));
  }

  /** A vector of length 1, in any direction. */
  static float[] anyVector(Random random, int dimension) {
    return near(new float[dimension], 1, random);
  }

  /**
   * A vector of length 1 near another one.
   *
   * @param noise length of what is added before it gets that length
   */
  static float[] near(float[] vector, double noise, Random random) {
    var near = new float[vector.length];
    double squares = 0;
    for (int i = 0; i < near.length; i++) {
      near[i] = (float) (vector[i] + noise * random.nextGaussian() / Math.sqrt(near.length));
      squares += near[i] * near[i];
    }
    for (int i = 0; i < near.length; i++) {
      near[i] /= (float) Math.sqrt(squares);
    }
    return near;
  }
}
