package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.report.Result.Phase;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All measurements, their repetitions together. */
public final class Figures {
  private final Map<Figure.Key, Figure> figures = new LinkedHashMap<>();
  private final Collection<Result> results;

  /** Of measurements, in the order in which they were made. */
  public Figures(Collection<Result> results) {
    this.results = results;
    results.stream()
        .collect(Collectors.groupingBy(Figure.Key::of, LinkedHashMap::new, Collectors.toList()))
        .forEach((key, repetitions) -> figures.put(key, new Figure(repetitions)));
  }

  Optional<Figure> get(String peer, Shape shape, Kept kept, Phase phase, int rate, int threads) {
    return Optional.ofNullable(
        figures.get(new Figure.Key(peer, shape, kept, phase, rate, threads)));
  }

  /** Searches while no items arrive. */
  Optional<Figure> quiet(String peer, Shape shape, Kept kept, int threads) {
    return get(peer, shape, kept, Phase.QUIET, 0, threads);
  }

  List<Shape> shapes() {
    return distinct(Result::shape);
  }

  List<Kept> kept() {
    return distinct(Result::kept);
  }

  List<Integer> threads() {
    return distinct(Result::threads).stream().sorted().toList();
  }

  List<Integer> rates() {
    return distinct(Result::rate).stream().filter(rate -> rate > 0).sorted().toList();
  }

  private <T> List<T> distinct(Function<Result, T> of) {
    return results.stream().map(of).distinct().toList();
  }
}
