package io.imgsrch.operators.query;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.plan.CostCurve;
import io.imgsrch.operators.query.plan.PathCosts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Offers and vectors to test with. */
public final class Samples {
  public static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  public static final SearchLimits LIMITS =
      new SearchLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 4, 4_096, 16, 8, 256);

  private static final int DIMENSION = 256;

  /** More than anything takes. */
  private static final double LONG = 1e9;

  /** No measurement is taken for less. */
  private static final double SHORT = 1e-6;

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

  /** Costs at which whatever is in memory is scored there. */
  public static PathCosts exactIsCheaper() {
    return new PathCosts(new CostCurve(SHORT, 0), new CostCurve(LONG, 0), new CostCurve(LONG, 0));
  }

  /** Costs at which clusters are visited, where there are any. */
  public static PathCosts clustersAreCheaper() {
    return new PathCosts(new CostCurve(LONG, 0), new CostCurve(SHORT, 0), new CostCurve(LONG, 0));
  }

  /** Costs at which the vector store is asked first. */
  public static PathCosts indexIsCheaper() {
    return new PathCosts(new CostCurve(LONG, 0), new CostCurve(LONG, 0), new CostCurve(SHORT, 0));
  }

  /** Searches with known costs, in no time, which audits nothing. */
  static SearchService service(Backends backends, SearchLimits limits, PathCosts costs) {
    return service(backends, limits, costs, () -> 0);
  }

  static SearchService service(
      Backends backends, SearchLimits limits, PathCosts costs, LongSupplier nanoClock) {
    return new SearchService(
        backends,
        limits,
        PictureUrls.NONE,
        () -> null,
        MinPositions.none(),
        AuditOptions.OFF,
        (recall, alarming) -> {},
        costs,
        nanoClock,
        nanoClock);
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
