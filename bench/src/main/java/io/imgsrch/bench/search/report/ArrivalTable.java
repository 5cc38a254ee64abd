package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.report.Result.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches while items arrive, beside searches just before.
 *
 * @param cores of the machine
 */
record ArrivalTable(
    Figures figures, List<Contender> contenders, Shape shape, int threads, int cores) {
  private static final List<String> HEAD =
      List.of(
          "rows/s wanted",
          "kept",
          "contender",
          "QPS quiet",
          "QPS while they arrive",
          "rows/s arrived",
          "cores that arrivals take",
          "QPS of the quiet QPS per free core",
          "recall");

  String markdown() {
    var rows = new ArrayList<List<String>>();
    for (int rate : figures.rates()) {
      for (var kept : figures.kept()) {
        for (var contender : contenders) {
          row(contender, kept, rate).ifPresent(rows::add);
        }
      }
    }
    return Markdown.table(HEAD, rows);
  }

  private Optional<List<String>> row(Contender contender, Kept kept, int rate) {
    var quiet = figure(contender, kept, rate, Phase.QUIET);
    var idle = figure(contender, kept, rate, Phase.IDLE);
    var alone = figure(contender, kept, rate, Phase.ARRIVALS);
    var both = figure(contender, kept, rate, Phase.BOTH);
    if (quiet.isEmpty() || idle.isEmpty() || alone.isEmpty() || both.isEmpty()) {
      return Optional.empty();
    }
    double taken =
        Math.max(0, alone.get().median(Result::busyCores) - idle.get().median(Result::busyCores));
    return Optional.of(
        List.of(
            Integer.toString(rate),
            kept.percent() + " %",
            contender.name(),
            Markdown.whole(quiet.get().qps()),
            "%s (%s–%s)"
                .formatted(
                    Markdown.whole(both.get().qps()),
                    Markdown.whole(both.get().least()),
                    Markdown.whole(both.get().most())),
            Markdown.whole(both.get().median(Result::arrived)),
            Markdown.decimals(2, taken),
            Markdown.decimals(0, 100 * perFreeCore(quiet.get(), both.get(), taken)) + " %",
            Markdown.decimals(3, both.get().recall())));
  }

  /** While nothing arrives, all cores are free. */
  private double perFreeCore(Figure quiet, Figure both, double taken) {
    return (both.qps() / Math.max(0.1, cores - taken)) / (quiet.qps() / cores);
  }

  private Optional<Figure> figure(Contender contender, Kept kept, int rate, Phase phase) {
    return figures.get(contender.name(), shape, kept, phase, rate, threads);
  }
}
