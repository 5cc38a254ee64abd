package io.imgsrch.bench;

import io.imgsrch.operators.query.NearestImages;
import io.imgsrch.operators.query.mirror.ExactSearch;
import io.imgsrch.vector.ScalarDotProduct;
import io.imgsrch.vector.SimdDotProduct;
import java.util.Arrays;
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
  private static final int TOP = 20;
  private static final int QUERIES = 64;

  @Param({"100", "1000", "10000", "100000"})
  public int allowed;

  /** Whether the merchant's pictures lie among all others, or together. */
  @Param({"spread", "clustered"})
  public String filter;

  @Param({"simd", "scalar"})
  public String by;

  private final SoldPictures sold = new SoldPictures(ProductVectors.DIMENSION);
  private final float[][] queries = new float[QUERIES][];
  private io.imgsrch.operators.query.Scope[] scopes = {};
  private ExactSearch search;
  private int next;

  @Setup
  public void prepare() {
    search = new ExactSearch(by.equals("simd") ? new SimdDotProduct() : new ScalarDotProduct());
    scopes = new io.imgsrch.operators.query.Scope[PICTURES / allowed];
    Arrays.setAll(scopes, i -> new io.imgsrch.operators.query.Scope(Set.of((long) i), null));
    var vectors = new ProductVectors();
    for (int i = 0; i < PICTURES; i++) {
      int merchant = filter.equals("spread") ? i % scopes.length : i / allowed;
      sold.add(i, vectors.next(), merchant);
    }
    sold.publish();
    Arrays.setAll(queries, i -> vectors.next());
  }

  @Benchmark
  public NearestImages nearest() {
    next++;
    return search.nearest(
        sold.mirror(), queries[next % QUERIES], scopes[next % scopes.length], TOP, () -> false);
  }
}
