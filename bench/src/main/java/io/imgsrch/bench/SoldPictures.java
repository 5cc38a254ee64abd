package io.imgsrch.bench;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.mirror.ClusterTraining;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.DotProduct;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Numbered pictures in a mirror, each of a product that one merchant sells. */
final class SoldPictures {
  private final Mirror mirror;

  SoldPictures(int dimension) {
    mirror = new Mirror(dimension, Long.MAX_VALUE);
  }

  Mirror mirror() {
    return mirror;
  }

  static String imagePk(int number) {
    return Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  void add(int number, float[] vector, long merchant) {
    put(number, vector);
    mirror.apply(
        new Offer(
            merchant,
            "product-" + number,
            new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
            null,
            new Details("title", "category", 1, "EUR", Map.of(), true),
            List.of(imagePk(number)),
            false,
            List.of(),
            ""));
  }

  /** Gives a picture a vector, or another one. */
  void put(int number, float[] vector) {
    mirror.apply(new ImageVector(imagePk(number), "model", vector, 1, 1, ""));
  }

  void publish() {
    mirror.publish(1);
  }

  /** Publishes them, and puts them into clusters. */
  void cluster() {
    publish();
    var training = new ClusterTraining(DotProduct.fastest());
    while (training.step(mirror, () -> false)) {
      publish();
    }
  }
}
