package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.report.Result.Phase;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the repetitions of one measurement come to.
 *
 * @param repetitions at least one
 */
public record Figure(List<Result> repetitions) {
  /** Recall from which on answers are compared. */
  public static final double ENOUGH = 0.99;

  /** What is repeated. */
  public record Key(String peer, Shape shape, Kept kept, Phase phase, int rate, int threads) {
    static Key of(Result result) {
      return new Key(
          result.peer(),
          result.shape(),
          result.kept(),
          result.phase(),
          result.rate(),
          result.threads());
    }
  }

  public Figure {
    repetitions = List.copyOf(repetitions);
  }

  /** The median of something over the repetitions. */
  double median(ToDoubleFunction<Result> of) {
    var sorted = repetitions.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double qps() {
    return median(Result::qps);
  }

  double least() {
    return repetitions.stream().mapToDouble(Result::qps).min().orElse(Double.NaN);
  }

  double most() {
    return repetitions.stream().mapToDouble(Result::qps).max().orElse(Double.NaN);
  }

  double recall() {
    return median(Result::recall);
  }

  boolean enough() {
    return recall() >= ENOUGH;
  }

  String effort() {
    return repetitions.get(0).effort();
  }

  double meanKept() {
    return repetitions.get(0).meanKept();
  }

  long failures() {
    return repetitions.stream().mapToLong(Result::failures).sum();
  }
}
