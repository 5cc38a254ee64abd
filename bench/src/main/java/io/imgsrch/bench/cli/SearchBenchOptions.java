package io.imgsrch.bench.cli;

import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.peer.BenchPlatform;
import io.imgsrch.bench.search.peer.Peers;
import io.imgsrch.bench.search.run.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What one can say of a benchmark of searches. */
final class SearchBenchOptions {
  private static final Set<String> PEERS = Set.of("ours", "milvus", "pgvector", "lucene");
  private static final String OUT = "imgsrch-bench-search";

  @Option(
      names = "--vectors",
      defaultValue = "100000",
      description = "Items to search (default: ${DEFAULT-VALUE}); a million takes 16 GB of memory.")
  private int vectors;

  @Option(
      names = "--copies",
      defaultValue = "12",
      description =
          "Altered copies of each of the 404 pictures, embedded once and kept (default:"
              + " ${DEFAULT-VALUE}); all other items are noise around these.")
  private int copies;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "ours,milvus,pgvector,lucene",
      description =
          "Who takes part, of ours, milvus, pgvector, lucene (default: ${DEFAULT-VALUE}); lucene"
              + " brings our own search in process.")
  private List<String> peers = List.of();

  @Option(
      names = "--kept",
      split = ",",
      defaultValue = "100,50,20,10,5,2,1,0.5,0.1,0.01",
      description = "What filters keep, percent (default: ${DEFAULT-VALUE}).")
  private List<String> kept = List.of();

  @Option(
      names = "--shapes",
      split = ",",
      defaultValue = "clustered,spread",
      description = "How what they keep lies (default: ${DEFAULT-VALUE}).")
  private List<String> shapes = List.of();

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "200,500,1000",
      description = "Items a second that arrive, 0 for none (default: ${DEFAULT-VALUE}).")
  private List<Integer> rates = List.of();

  @Option(
      names = "--arrival-kept",
      split = ",",
      defaultValue = "100,10,1,0.1",
      description = "What filters keep while items arrive (default: ${DEFAULT-VALUE}).")
  private List<String> arrivalKept = List.of();

  @Option(
      names = "--seconds-per-cell",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description = "Of each measurement, its warm-up not counted (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "Of searches that are not measured, for each contender in each cell"
              + " (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(names = "--repetitions", defaultValue = "3", description = DEFAULT)
  private int repetitions;

  @Option(
      names = "--threads",
      defaultValue = "4",
      description = "Clients, beside one alone (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--filters",
      defaultValue = "200",
      description = "Different filters in each cell (default: ${DEFAULT-VALUE}).")
  private int filters;

  @Option(names = "--seed", defaultValue = "1", description = DEFAULT)
  private long seed;

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description =
          "A PostgreSQL that has pgvector, for JDBC; without it the platform's, with a pgvector"
              + " that is fetched once (Linux x86_64).")
  private @Nullable String postgres;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = OUT,
      description = "Where the results are written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of(OUT);

  private static final String DEFAULT = "Default: ${DEFAULT-VALUE}.";

  /**
   * Refuses what cannot be measured.
   *
   * @throws ParameterException naming the option
   */
  void check(CommandLine line) {
    require(line, vectors >= Items.MERCHANTS, "--vectors", "at least " + Items.MERCHANTS);
    require(line, PEERS.containsAll(peers), "--peers", "some of ours, milvus, pgvector, lucene");
    require(line, copies >= 0, "--copies", "0 or more");
    require(line, seconds > 0, "--seconds-per-cell", "more than 0");
    require(line, warmUp >= 0, "--warm-up", "0 or more");
    require(line, repetitions > 0, "--repetitions", "at least 1");
    require(line, threads > 0, "--threads", "at least 1");
    require(
        line,
        filters > 0 && filters <= Items.MERCHANTS,
        "--filters",
        "between 1 and " + Items.MERCHANTS);
    require(line, rates.stream().allMatch(rate -> rate >= 0), "--rates", "0 or more");
    require(
        line,
        shapes.stream().allMatch(SearchBenchOptions::isShape)
            && shapes.stream().distinct().count() == shapes.size(),
        "--shapes",
        "spread, clustered or both");
    try {
      plan();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, "--kept and --arrival-kept: " + e.getMessage(), e);
    }
  }

  private static void require(CommandLine line, boolean holds, String option, String must) {
    if (!holds) {
      throw new ParameterException(line, option + " must be " + must);
    }
  }

  private static boolean isShape(String name) {
    return Arrays.stream(Shape.values()).anyMatch(shape -> shape.label().equals(name));
  }

  Plan plan() {
    return new Plan(
        shapes.stream().map(name -> Shape.valueOf(name.toUpperCase(Locale.ROOT))).toList(),
        kept.stream().map(Kept::of).toList(),
        arrivalKept.stream().map(Kept::of).toList(),
        rates.stream().filter(rate -> rate > 0).sorted().toList(),
        filters,
        threads,
        repetitions,
        seconds,
        warmUp,
        seed);
  }

  int vectors() {
    return vectors;
  }

  int copies() {
    return copies;
  }

  long seed() {
    return seed;
  }

  Path out() {
    return out;
  }

  boolean needPlatform() {
    return !peers.equals(List.of("lucene"));
  }

  void addServed(Peers all, BenchPlatform platform) throws InterruptedException {
    if (peers.contains("ours")) {
      all.addOurs(platform);
    }
    if (peers.contains("milvus")) {
      all.addMilvus(platform);
    }
    if (peers.contains("pgvector")) {
      all.addPgvector(platform, postgres);
    }
  }

  void addInProcess(Peers all) throws IOException {
    if (peers.contains("lucene")) {
      all.addInProcess();
    }
  }

  /** The command that does the same. */
  String command() {
    var words = new ArrayList<>(List.of("./imgsrch bench search"));
    words.add("--vectors " + vectors);
    words.add("--copies " + copies);
    words.add("--peers " + String.join(",", peers));
    words.add("--kept " + String.join(",", kept));
    words.add("--shapes " + String.join(",", shapes));
    words.add("--rates " + rates.toString().replaceAll("[\\[\\] ]", ""));
    words.add("--arrival-kept " + String.join(",", arrivalKept));
    words.add("--seconds-per-cell " + seconds);
    words.add("--warm-up " + warmUp);
    words.add("--repetitions " + repetitions);
    words.add("--threads " + threads);
    words.add("--filters " + filters);
    words.add("--seed " + seed);
    return String.join(" ", words);
  }

  /** What the page says of how it was measured. */
  List<String> context() {
    return List.of(
        "%,d items, vectors of real pictures and of noise around them; the best %d are wanted"
            .formatted(vectors, Question.TOP),
        "%d filters a cell, each with a query of its own; repetitions: %d, of %s s each, after a"
                .formatted(filters, repetitions, seconds)
            + " warm-up of %s s for each contender".formatted(warmUp));
  }
}
