package io.imgsrch.bench.search.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.machine.Machine;
import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.report.Result.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Contender OURS = new Contender("imgsrch", "we", true, true);
  private static final Contender OTHER = new Contender("other", "they", true, false);
  private static final Machine MACHINE = new Machine("a CPU", 2, "Linux", "Java", "abc");

  private final List<Result> results = new ArrayList<>();

  @TempDir private Path directory;

  private void quiet(Contender who, Kept kept, double recall, long... searches) {
    for (int i = 0; i < searches.length; i++) {
      results.add(result(who, kept, Phase.QUIET, 0, i, recall, searches[i], 0));
    }
  }

  private static Result result(
      Contender who,
      Kept kept,
      Phase phase,
      int rate,
      int repetition,
      double recall,
      long searches,
      double busyCores) {
    return new Result(
        who.name(),
        Shape.SPREAD,
        kept,
        phase,
        rate,
        1,
        repetition,
        10,
        "ef 20",
        2,
        searches,
        0,
        0,
        100,
        200,
        recall,
        busyCores,
        rate);
  }

  private String page() throws IOException {
    new Report(
            new Figures(results),
            List.of(OURS, OTHER),
            MACHINE,
            "./imgsrch bench search",
            List.of("1,000 items"),
            List.of("third is not installed: no compiler"))
        .write(directory);
    return Files.readString(directory.resolve("README.md"));
  }

  @Test
  void aFigureIsTheMedianWithItsSpreadAndTheFastestStandsOut() throws IOException {
    quiet(OURS, Kept.TENTH, 1, 4_000, 6_000, 2_000);
    quiet(OTHER, Kept.TENTH, 0.995, 1_000, 1_000, 1_000);
    assertThat(page())
        .contains("| 10 % | 10 | **2,000** (1,000–3,000) | 500 (500–500) |")
        .contains("| 10 % | 4.00 |")
        .contains("a CPU, 2 cores", "commit abc", "1,000 items", "third is not installed")
        .contains("Nowhere.");
  }

  @Test
  void whoMissesTheRecallIsNotTheBestAndSaysSo() throws IOException {
    quiet(OURS, Kept.TENTH, 1, 1_000);
    quiet(OTHER, Kept.TENTH, 0.64, 9_000);
    assertThat(page())
        .contains("| **500** (500–500) | 4,500 (4,500–4,500), recall **0.640** |")
        .contains("| 10 % | 0.11, though it misses the recall |");
  }

  @Test
  void lostCellsAreNamed() throws IOException {
    quiet(OURS, Kept.ALL, 0.98, 1_000);
    quiet(OTHER, Kept.ALL, 1, 2_000);
    assertThat(page())
        .contains("- imgsrch, 100 % spread, clients: 1: recall 0.980")
        .contains("- imgsrch, 100 % spread, clients: 1: 500 against 1,000 of other");
  }

  @Test
  void searchesWhileItemsArriveAreDividedByTheCoresThatAreFree() throws IOException {
    quiet(OURS, Kept.TENTH, 1, 2_000);
    results.add(result(OURS, Kept.TENTH, Phase.QUIET, 500, 1, 1, 2_000, 2));
    results.add(result(OURS, Kept.TENTH, Phase.IDLE, 500, 1, Double.NaN, 0, 0.2));
    results.add(result(OURS, Kept.TENTH, Phase.ARRIVALS, 500, 1, Double.NaN, 0, 0.7));
    results.add(result(OURS, Kept.TENTH, Phase.BOTH, 500, 1, 1, 1_200, 2));
    assertThat(page())
        .contains("| 500 | 10 % | imgsrch | 1,000 | 600 (600–600) | 500 | 0.50 | 80 % | 1.000 |");
  }

  @Test
  void aPlotHasALineForEach() throws IOException {
    quiet(OURS, Kept.ALL, 1, 1_000);
    quiet(OURS, Kept.TENTH, 1, 1_000);
    quiet(OTHER, Kept.ALL, 0.5, 1_000);
    page();
    assertThat(Files.readString(directory.resolve("served-spread-1.svg")))
        .contains(">imgsrch</text>", ">other</text>", "fill=\"white\"/>")
        .endsWith("</svg>\n");
  }

  @Test
  void everyMeasurementIsALineOfAsManyFieldsAsTheHead() throws IOException {
    var file = directory.resolve("results.csv");
    try (var csv = new Csv(file)) {
      csv.add(result(OURS, Kept.PERCENT_01, Phase.BOTH, 500, 2, 0.5, 1_000, 1.5));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            Csv.HEADER,
            "\"imgsrch\",spread,0.1,both,500,1,2,10.0,ef"
                + " 20,2.00,1000,500.0,100,200,0.5000,0,0,1.50,500");
    assertThat(Csv.HEADER.split(",")).hasSize(19);
  }
}
