package io.imgsrch.jobs;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import java.util.List;
import java.util.Map;

/**
 * Records of the topics that a mirror reads: one picture, and offers of a merchant that show it.
 */
final class MirrorRecords {
  static final String IMAGE = Digest.sha256(new byte[0]);
  static final float[] VECTOR = {0.6f, -0.8f};

  private MirrorRecords() {}

  static byte[] image() {
    return EventJson.write(new ImageVector(IMAGE, "model", VECTOR, 1, 1, ""));
  }

  static Offer offer(String product, long version, boolean available) {
    return offer(product, version, available, IMAGE);
  }

  static Offer offer(String product, long version, boolean available, String imagePk) {
    int rank = available ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    return new Offer(
        7,
        product,
        new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
        new Revision(version, rank, ""),
        new Details("title", "shoes", 1, "EUR", Map.of(), available),
        List.of(imagePk),
        false,
        List.of(),
        "");
  }
}
