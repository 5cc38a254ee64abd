package io.imgsrch.operators.query;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Offers and vectors to test with. */
public final class Samples {
  public static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  public static final SearchLimits LIMITS =
      new SearchLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 4, 4_096, 16, 8, 256);

  private static final int DIMENSION = 256;

  private Samples() {}

  public static Offer offer(
      long merchantId, String productId, String category, boolean available, String... imagePks) {
    return new Offer(
        merchantId,
        productId,
        new Revision(3, Revision.AVAILABLE, "d"),
        null,
        new Details(
            "title of " + productId, category, 1_999, "EUR", Map.of("colour", "red"), available),
        List.of(imagePks),
        false,
        List.of(),
        TRACEPARENT);
  }

  public static Offer deleted(long merchantId, String productId) {
    return new Offer(
        merchantId,
        productId,
        new Revision(4, Revision.DELETED, ""),
        new Revision(9, Revision.AVAILABLE, ""),
        null,
        List.of(),
        true,
        List.of(new FailedPicture(1, Reason.NOT_AN_IMAGE)),
        TRACEPARENT);
  }

  /** An image_pk of the right form. */
  public static String imagePk(String name) {
    return Digest.sha256(name.getBytes(StandardCharsets.UTF_8));
  }

  public static float[] unitVector(int axis) {
    var vector = new float[DIMENSION];
    vector[axis % vector.length] = 1;
    return vector;
  }

  public static SearchRequest request(int topK) {
    return request(topK, Scope.ALL);
  }

  public static SearchRequest request(int topK, Scope scope) {
    return new SearchRequest(new Example.Vector(unitVector(0)), scope, topK, -1);
  }
}
