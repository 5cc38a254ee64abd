package io.imgsrch.bench.search.run;

import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import java.util.List;

/**
 * What to measure.
 *
 * @param shapes each once; items arrive at the last
 * @param kept shares of filters
 * @param arrivalKept shares of filters while items arrive
 * @param rates items a second that arrive
 * @param filters of each cell
 * @param threads clients beside one
 * @param seconds of one measurement
 * @param warmUp seconds of searches that are not counted, of each peer in each cell
 */
public record Plan(
    List<Shape> shapes,
    List<Kept> kept,
    List<Kept> arrivalKept,
    List<Integer> rates,
    int filters,
    int threads,
    int repetitions,
    double seconds,
    double warmUp,
    long seed) {

  public Plan {
    shapes = List.copyOf(shapes);
    kept = List.copyOf(kept);
    arrivalKept = List.copyOf(arrivalKept);
    rates = List.copyOf(rates);
  }
}
