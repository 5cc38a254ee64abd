package io.imgsrch.bench.search.report;

import io.imgsrch.bench.machine.Machine;
import io.imgsrch.bench.search.data.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The page that says what was measured, and its plots.
 *
 * @param context how it was measured: a line each
 * @param absent contenders that could not take part, and why: a line each
 */
public record Report(
    Figures figures,
    List<Contender> contenders,
    Machine machine,
    String command,
    List<String> context,
    List<String> absent) {
  private static final String COUNTED =
      """
      Each figure is the median of the repetitions' searches a second, with the least and the most in brackets; contenders take turns within each repetition.
      A client thread searches without a pause and reads the whole answer; clients run on the same cores as what they ask. Bold is the fastest that reaches
      recall@20 of 0.99 against all items compared in floats; a recall is written where it is less. Every contender is tuned in every cell to the least effort that
      reaches 0.99, or to the most that it has. Ratios count; absolute figures hold for this machine alone.
      """;
  private static final String ARRIVALS =
      """
      In turn: searches alone, nothing, arrivals alone, and searches while items arrive, each as long as any other measurement. Free cores are those of the
      machine less those that arrivals alone keep busy on top of what is busy when nothing happens, with all processes counted. The last percentage is searches a second
      per free core while items arrive, of those while none do. Items that arrive stay, so that there are more and more of them towards the end of the table.
      """;

  public Report {
    contenders = List.copyOf(contenders);
    context = List.copyOf(context);
    absent = List.copyOf(absent);
  }

  /** Writes {@code README.md} and a plot for each shape into a directory. */
  public void write(Path directory) throws IOException {
    var page = new StringBuilder("# Searches with filters, beside others\n\n");
    page.append("`").append(command).append("`\n\n");
    page.append("- ").append(machine.markdown()).append('\n');
    context.forEach(line -> page.append("- ").append(line).append('\n'));
    page.append('\n').append(COUNTED).append('\n');
    contenders.forEach(
        contender ->
            page.append("- **%s**: %s%n".formatted(contender.name(), contender.description())));
    absent.forEach(line -> page.append("- not measured: ").append(line).append('\n'));
    page.append("\nEvery measurement is in [results.csv](results.csv).\n");
    for (var shape : figures.shapes()) {
      shape(page, shape, directory);
    }
    lost(page);
    arrivals(page);
    efforts(page);
    Files.writeString(directory.resolve("README.md"), page.toString());
  }

  private List<Contender> contenders(boolean served) {
    return contenders.stream().filter(contender -> contender.served() == served).toList();
  }

  private void shape(StringBuilder page, Shape shape, Path directory) throws IOException {
    var label = shape.label();
    page.append(
        "\n## %s filters%n"
            .formatted(label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1)));
    for (int threads : figures.threads()) {
      for (boolean served : new boolean[] {true, false}) {
        var table = new QuietTable(figures, contenders(served), shape, threads);
        if (!table.contenders().isEmpty()) {
          var title =
              "%s, %s, %d client thread%s"
                  .formatted(
                      served ? "Served" : "In process", label, threads, threads == 1 ? "" : "s");
          page.append("\n### ").append(title).append("\n\n").append(table.markdown());
          ratios(page, table);
          var plot = "%s-%s-%d.svg".formatted(served ? "served" : "in-process", label, threads);
          Files.writeString(
              directory.resolve(plot), new Plot("Searches a second. " + title, table).svg());
          page.append("\n![").append(title).append("](").append(plot).append(")\n");
        }
      }
    }
  }

  private static void ratios(StringBuilder page, QuietTable table) {
    for (var ours : table.contenders()) {
      if (ours.ours() && table.contenders().stream().anyMatch(other -> !other.ours())) {
        page.append("\n%s, times as many as:%n%n".formatted(ours.name()));
        page.append(new RatioTable(table, ours).markdown());
      }
    }
  }

  private void lost(StringBuilder page) {
    page.append("\n## Where another is faster, or the recall is missed\n\n");
    var lost = new ArrayList<String>();
    for (var ours : contenders) {
      for (var shape : figures.shapes()) {
        for (int threads : figures.threads()) {
          var table = new QuietTable(figures, contenders(ours.served()), shape, threads);
          if (ours.ours()) {
            new RatioTable(table, ours)
                .lost()
                .forEach(line -> lost.add("- " + ours.name() + ", " + line));
          }
        }
      }
    }
    page.append(lost.isEmpty() ? "Nowhere.\n" : String.join("\n", lost) + "\n");
  }

  private void arrivals(StringBuilder page) {
    if (!figures.rates().isEmpty()) {
      var shapes = figures.shapes();
      var threads = figures.threads();
      page.append("\n## While items arrive\n\n").append(ARRIVALS).append('\n');
      page.append(
          new ArrivalTable(
                  figures,
                  contenders,
                  shapes.get(shapes.size() - 1),
                  threads.get(threads.size() - 1),
                  machine.cores())
              .markdown());
    }
  }

  private void efforts(StringBuilder page) {
    page.append("\n## Tuned to\n\n");
    var head = new ArrayList<>(List.of("kept", "shape"));
    contenders.forEach(contender -> head.add(contender.name()));
    var rows = new ArrayList<List<String>>();
    for (var shape : figures.shapes()) {
      for (var kept : figures.kept()) {
        var row = new ArrayList<>(List.of(kept.percent() + " %", shape.label()));
        for (var contender : contenders) {
          row.add(
              figures
                  .quiet(contender.name(), shape, kept, figures.threads().get(0))
                  .map(
                      figure ->
                          "%s → recall %s"
                              .formatted(
                                  figure.effort().isEmpty() ? "itself" : figure.effort(),
                                  Markdown.decimals(4, figure.recall())))
                  .orElse("–"));
        }
        rows.add(row);
      }
    }
    page.append(Markdown.table(head, rows));
  }
}
