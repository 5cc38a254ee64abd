package io.imgsrch.bench;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.mirror.AllowedView;
import io.imgsrch.operators.query.mirror.ClusterTraining;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.operators.query.mirror.Mirror;
import io.imgsrch.vector.DotProduct;
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
 * The best 20 of the pictures in memory that one merchant sells, by scoring all of them and by
 * clusters, from the merchant to the page; and what clusters cost a picture that comes and goes. On
 * one thread. {@link ClusteredRecall} says how many are found.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx3g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ClusteredBenchmark {
  private static final int DIMENSION = 256;
  private static final int PRODUCTS = 400;
  private static final int PARENTS = 5_000;
  private static final double NOISE = 0.6;
  private static final int TOP = 20;
  private static final int QUERIES = 64;

  @Param({"100000", "1000000"})
  public int pictures;

  @Param({"100", "50", "10"})
  public int percent;

  private final Random random = new Random(1);
  private final float[][] parents = new float[PARENTS][];
  private final float[][] queries = new float[QUERIES][];
  private io.imgsrch.operators.query.Scope[] scopes = {};
  private Mirror mirror;
  private ExactSearch search;
  private int next;

  @Setup
  public void prepare() {
    search = new ExactSearch(DotProduct.fastest());
    mirror = new Mirror(DIMENSION, Long.MAX_VALUE);
    scopes = new io.imgsrch.operators.query.Scope[100 / percent];
    Arrays.setAll(scopes, i -> new io.imgsrch.operators.query.Scope(Set.of((long) i), null));
    var products = new float[PRODUCTS][];
    Arrays.setAll(products, i -> around(new float[DIMENSION], 1));
    Arrays.setAll(parents, i -> around(products[i % PRODUCTS], NOISE));
    for (int i = 0; i < pictures; i++) {
      put(i);
      mirror.apply(offer(i % scopes.length, "product-" + i, imagePk(i)));
    }
    mirror.publish(1);
    var training = new ClusterTraining(DotProduct.fastest());
    while (training.step(mirror, () -> false)) {
      mirror.publish(1);
    }
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = vector();
    }
  }

  private void put(int i) {
    mirror.apply(new ImageVector(imagePk(i), "model", vector(), 1, 1, ""));
  }

  private static String imagePk(int i) {
    return Digest.sha256(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
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

  private AllowedView allowed() {
    next++;
    return new AllowedView(search, mirror.view(), scopes[next % scopes.length]);
  }

  @Benchmark
  public List<ScoredImage> exact() {
    return allowed().nearest(queries[next % QUERIES], TOP, () -> false).orElseThrow();
  }

  @Benchmark
  public List<ScoredImage> clustered() {
    return allowed().nearestByClusters(queries[next % QUERIES], TOP, () -> false).orElseThrow();
  }

  /** One picture gets another vector, published at once. */
  @Benchmark
  public void write() {
    next++;
    put(next % pictures);
    mirror.publish(1);
  }
}
