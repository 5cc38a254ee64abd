package io.imgsrch.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final StringWriter out = new StringWriter();

  @Test
  void elsewhereThanOnATerminalThereIsALinePerTenth() {
    var progress = new ConsoleProgress(new PrintWriter(out), false);
    for (int i = 1; i <= 1_000; i++) {
      progress.acknowledged(i, 1_000);
    }
    progress.searchable(400, 1_000);
    progress.searchable(1_000, 1_000);
    assertThat(out.toString().lines().toList())
        .hasSize(12)
        .startsWith("loaded 100 of 1,000 products")
        .endsWith("searchable 400 of 1,000 products", "searchable 1,000 of 1,000 products");
  }

  @Test
  void onATerminalOneLineMovesAndNeverBack() {
    var progress = new ConsoleProgress(new PrintWriter(out), true);
    progress.acknowledged(2, 3);
    progress.acknowledged(1, 3);
    progress.acknowledged(3, 3);
    assertThat(out.toString())
        .isEqualToNormalizingNewlines("\rloaded 2 of 3 products\rloaded 3 of 3 products\n");
  }
}
