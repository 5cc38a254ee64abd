package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/http.md} do what they say. */
class HttpExamplesIT {
  private static final Path PICTURES = Path.of("sample", "images");

  @TempDir private static Path directory;
  private static Shop shop;
  private static DocumentedExamples examples;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open(directory);
    examples = new DocumentedExamples(Path.of("..", "docs", "http.md"), shop.ports);
    var picture = Shop.picture(1);
    shop.list(101, "P0001", 1, picture);
    Shop.eventually(() -> shop.search(picture, "Things", 101).size() == 1);
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  @Test
  void theOnesForCurl() throws Exception {
    DocumentedExamples.requireProgram("curl");
    var scripts = examples.in("sh");

    assertThat(scripts).hasSizeGreaterThanOrEqualTo(5);
    for (var script : scripts) {
      boolean error = script.contains("OUT_OF_RANGE");
      assertThat(DocumentedExamples.run(PICTURES, script, "sh", "-eu"))
          .as(script)
          .contains(error ? "\"field\":\"top_k\"" : "\"product_id\":\"P0001\"");
    }
  }

  @Test
  void theOnesForPython() throws Exception {
    DocumentedExamples.requireProgram("python3");
    var scripts = examples.in("python");

    assertThat(scripts).isNotEmpty();
    for (var script : scripts) {
      assertThat(DocumentedExamples.run(PICTURES, script, "python3", "-"))
          .as(script)
          .contains("101/P0001");
    }
  }
}
