package io.imgsrch.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.cli.FailureLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int run(String... arguments) {
    return BenchMain.commandLine(new FailureLog(directory.resolve("log")))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vectors | 10 | --vectors must be at least 200",
        "--peers | ours,faiss | --peers must be some of ours, milvus, pgvector, lucene",
        "--kept | 3 | no filter keeps 3 %: choose among 100, 50",
        "--shapes | round | --shapes must be spread, clustered or both",
        "--seconds-per-cell | 0 | --seconds-per-cell must be more than 0",
        "--rates | -1 | --rates must be 0 or more",
        "--filters | 201 | --filters must be between 1 and 200",
        "--speed | 3 | Unknown option",
      })
  void aWrongOptionIsNamed(String option, String value, String sentence) {
    assertThat(run("bench", "search", option + "=" + value)).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }

  @Test
  void withoutSayingWhatToMeasureItShowsWhatThereIs() {
    assertThat(run("bench")).isEqualTo(2);
    assertThat(err.toString()).contains("search");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pictures | 9 | --pictures must be at least 10",
        "--listings | 9 | --listings must be at least 10",
        "--tasks | 0 | --tasks must be at least 1",
        "--repetitions | 0 | --repetitions must be at least 1",
      })
  void anIngestTooSmallIsNamed(String option, String value, String sentence) {
    assertThat(run("bench", "ingest", option + "=" + value)).isEqualTo(2);
    assertThat(err.toString()).contains(sentence);
  }
}
