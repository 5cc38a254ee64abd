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
class IngestBenchIT {
  @TempDir private Path directory;

  @Test
  void everyPictureIsEmbeddedAndEveryEventListed() throws Exception {
    var err = new StringWriter();
    var out = directory.resolve("out");
    var line = new ArrayList<>(List.of("bench", "ingest", "--out", out.toString()));
    line.addAll(List.of("--pictures", "50", "--listings", "3000", "--repetitions", "1"));
    line.addAll(List.of("--data", directory.resolve("data").toString()));
    line.addAll(FreePorts.options());
    int code =
        BenchMain.commandLine(new FailureLog(directory.resolve("log")))
            .setErr(new PrintWriter(err))
            .execute(line.toArray(String[]::new));

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    var measured = Files.readAllLines(out.resolve("results.csv"));
    assertThat(measured).hasSize(4);
    assertThat(count(measured.get(1), "model")).isBetween(30, 50);
    assertThat(count(measured.get(2), "job")).isBetween(30, 50);
    assertThat(count(measured.get(3), "known")).isBetween(1, 3_000);
    assertThat(Files.readString(out.resolve("README.md"))).contains("| job / model alone | **");
  }

  private static int count(String line, String what) {
    assertThat(line).startsWith("1," + what + ",");
    return Integer.parseInt(line.split(",")[2]);
  }
}
