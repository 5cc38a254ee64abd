package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/dead-letters.md} says what the code says. */
class DeadLetterReasonsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "dead-letters.md");

  @Test
  void everyReasonHasItsRowInTheirOrder() throws Exception {
    var rows =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
            .toList();
    var expected =
        Arrays.stream(Reason.values())
            .map(
                reason ->
                    List.of(
                        "`" + reason.name() + "`",
                        reason.passing() ? "transient" : "permanent",
                        reason.meaning()))
            .toList();
    assertThat(rows.stream().map(row -> row.subList(1, 4)).toList()).isEqualTo(expected);
    assertThat(rows).allSatisfy(row -> assertThat(row.get(4)).isNotBlank());
  }
}
