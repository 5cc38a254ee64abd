package io.imgsrch.bench;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.NearestImages;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.ScalarDotProduct;
import io.imgsrch.vector.SimdDotProduct;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The best 20 of 100,000 pictures in memory, of those that one merchant sells, from the merchant to
 * the page: bitmaps, scores, the best again. Each search is of another merchant, so that not all
 * that it reads is in the processor's caches. On one thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExactBenchmark {
  private static final int PICTURES = 100_000;
  private static final int DIMENSION = 256;
  private static final int PRODUCTS = 400;
  private static final int PARENTS = 5_000;
  private static final double NOISE = 0.6;
  private static final int TOP = 20;
  private static final int QUERIES = 64;

  @Param({"100", "1000", "10000", "100000"})
  public int allowed;

  /** Whether the merchant's pictures lie among all others, or together. */
  @Param({"spread", "clustered"})
  public String filter;

  @Param({"simd", "scalar"})
  public String by;

  private final Random random = new Random(1);
  private final float[][] parents = new float[PARENTS][];
  private final float[][] queries = new float[QUERIES][];
  private io.imgsrch.operators.query.Scope[] scopes = {};
  private Mirror mirror;
  private ExactSearch search;
  private int next;

  @Setup
  public void prepare() {
    search = new ExactSearch(by.equals("simd") ? new SimdDotProduct() : new ScalarDotProduct());
    mirror = new Mirror(DIMENSION, Long.MAX_VALUE);
    scopes = new io.imgsrch.operators.query.Scope[PICTURES / allowed];
    Arrays.setAll(scopes, i -> new io.imgsrch.operators.query.Scope(Set.of((long) i), null));
    var products = new float[PRODUCTS][];
    Arrays.setAll(products, i -> around(new float[DIMENSION], 1));
    Arrays.setAll(parents, i -> around(products[i % PRODUCTS], NOISE));
    for (int i = 0; i < PICTURES; i++) {
      int merchant = filter.equals("spread") ? i % scopes.length : i / allowed;
      var imagePk = Digest.sha256(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
      mirror.apply(new ImageVector(imagePk, "model", vector(), 1, 1, ""));
      mirror.apply(offer(merchant, "product-" + i, imagePk));
    }
    mirror.publish(1);
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = vector();
    }
  }

  /** Near a picture of a product, which is near its other pictures. */
  private float[] vector() {
    return around(parents[random.nextInt(PARENTS)], NOISE);
  }

  private float[] around(float[] parent, double noise) {
    var vector = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (parent[i] + noise * random.nextGaussian() / Math.sqrt(DIMENSION));
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  private static Offer offer(long merchant, String product, String imagePk) {
    return new Offer(
        merchant,
        product,
        new Revision(1, Revision.AVAILABLE, "0".repeat(32)),
        null,
        new Details("title", "category", 1, "EUR", Map.of(), true),
        List.of(imagePk),
        false,
        List.of(),
        "");
  }

  @Benchmark
  public NearestImages nearest() {
    next++;
    return search.nearest(
        mirror, queries[next % QUERIES], scopes[next % scopes.length], TOP, () -> false);
  }
}
