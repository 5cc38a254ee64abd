package io.imgsrch.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.cli.FailureLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark, as small as can be; its figures mean nothing. */
@Tag("full")
class SearchBenchIT {
  @TempDir private Path directory;

  @Test
  void everyoneFindsWhatIsRight() throws Exception {
    var err = new StringWriter();
    var out = directory.resolve("out");
    int code =
        BenchMain.commandLine(new FailureLog(directory.resolve("log")))
            .setErr(new PrintWriter(err))
            .execute(arguments(out));

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    var measured = Files.readAllLines(out.resolve("results.csv")).stream().skip(1).toList();
    assertThat(measured).isNotEmpty().allMatch(SearchBenchIT::isWhole);
    for (var peer : List.of("imgsrch", "imgsrch, page unchecked", "Milvus")) {
      assertThat(measured).anyMatch(line -> line.startsWith("\"" + peer + "\",spread,10,both"));
      assertThat(Files.readString(out.resolve("README.md"))).contains("**" + peer + "**");
    }
    assertThat(out.resolve("served-spread-1.svg")).exists();
  }

  /** While nobody searches there is no recall, and that of others is theirs. */
  private static boolean isWhole(String line) {
    var fields = line.substring(line.indexOf('"', 1) + 2).split(",");
    return fields[2].equals("arrivals")
        || fields[2].equals("idle")
        || (fields[14].equals("0")
            && (!line.startsWith("\"imgsrch") || Double.parseDouble(fields[13]) >= 0.99));
  }

  private String[] arguments(Path out) {
    var line = new ArrayList<>(List.of("bench", "search", "--out", out.toString()));
    line.addAll(List.of("--vectors", "1000", "--copies", "0", "--peers", "ours,milvus"));
    line.addAll(List.of("--kept", "100,10", "--shapes", "spread", "--filters", "20"));
    line.addAll(List.of("--rates", "200", "--arrival-kept", "10", "--threads", "1"));
    line.addAll(List.of("--seconds-per-cell", "0.3", "--warm-up", "0.1", "--repetitions", "1"));
    line.addAll(FreePorts.options());
    line.addAll(List.of("--data", directory.resolve("data").toString()));
    return line.toArray(String[]::new);
  }
}
