package io.imgsrch.bench;

import io.imgsrch.operators.query.ScoredImage;
import io.imgsrch.operators.query.mirror.AllowedView;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.vector.DotProduct;
import java.util.Arrays;
import java.util.List;
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
  private static final int TOP = 20;
  private static final int QUERIES = 64;

  @Param({"100000", "1000000"})
  public int pictures;

  @Param({"100", "50", "20", "10", "5"})
  public int percent;

  /** Whether a merchant sells pictures of all products, or all pictures of some. */
  @Param({"spread", "clustered"})
  public String filter;

  private final ProductVectors vectors = new ProductVectors();
  private final SoldPictures sold = new SoldPictures(ProductVectors.DIMENSION);
  private final float[][] queries = new float[QUERIES][];
  private io.imgsrch.operators.query.Scope[] scopes = {};
  private ExactSearch search;
  private int next;

  @Setup
  public void prepare() {
    search = new ExactSearch(DotProduct.fastest());
    scopes = new io.imgsrch.operators.query.Scope[100 / percent];
    Arrays.setAll(scopes, i -> new io.imgsrch.operators.query.Scope(Set.of((long) i), null));
    for (int i = 0; i < pictures; i++) {
      var vector = vectors.next();
      int spread = i % scopes.length;
      sold.add(i, vector, filter.equals("spread") ? spread : vectors.part(scopes.length));
    }
    sold.cluster();
    Arrays.setAll(queries, i -> vectors.next());
  }

  private AllowedView allowed() {
    next++;
    return new AllowedView(search, sold.mirror().view(), scopes[next % scopes.length]);
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
    sold.put(next % pictures, vectors.next());
    sold.publish();
  }
}
