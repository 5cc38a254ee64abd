package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Searches a second of each contender, by what filters keep. */
record QuietTable(Figures figures, List<Contender> contenders, Shape shape, int threads) {

  /** A row for each share; the best of those that find enough stands out. */
  String markdown() {
    var head = new ArrayList<>(List.of("kept", "items kept"));
    contenders.forEach(contender -> head.add(contender.name()));
    return Markdown.table(head, figures.kept().stream().map(this::row).toList());
  }

  private List<String> row(Kept kept) {
    var best = best(kept);
    var row = new ArrayList<>(List.of(kept.percent() + " %", meanKept(kept)));
    for (var contender : contenders) {
      row.add(
          figure(contender, kept)
              .map(figure -> text(figure, best.filter(contender::equals).isPresent()))
              .orElse("–"));
    }
    return row;
  }

  private String meanKept(Kept kept) {
    return contenders.stream()
        .flatMap(contender -> figure(contender, kept).stream())
        .findFirst()
        .map(figure -> Markdown.whole(figure.meanKept()))
        .orElse("–");
  }

  private static String text(Figure figure, boolean best) {
    var qps = Markdown.whole(figure.qps());
    var text =
        "%s (%s–%s)"
            .formatted(
                best ? "**" + qps + "**" : qps,
                Markdown.whole(figure.least()),
                Markdown.whole(figure.most()));
    if (!figure.enough()) {
      text += ", recall **" + Markdown.decimals(3, figure.recall()) + "**";
    }
    return figure.failures() == 0 ? text : text + ", " + figure.failures() + " failed";
  }

  /** The fastest of those that find enough. */
  Optional<Contender> best(Kept kept) {
    return contenders.stream()
        .filter(contender -> figure(contender, kept).filter(Figure::enough).isPresent())
        .max(
            Comparator.comparingDouble(
                contender -> figure(contender, kept).map(Figure::qps).orElse(0.0)));
  }

  Optional<Figure> figure(Contender contender, Kept kept) {
    return figures.quiet(contender.name(), shape, kept, threads);
  }
}
