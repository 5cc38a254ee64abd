package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/http.md} do what they say. */
class HttpExamplesIT {
  private static final Path DOCUMENT = Path.of("..", "docs", "http.md");
  private static final String DOCUMENTED_PORT = "127.0.0.1:18080";
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  @TempDir private static Path directory;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open(directory);
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
    requireProgram("curl");
    var examples = examples("sh");

    assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
    for (var example : examples) {
      boolean error = example.contains("OUT_OF_RANGE");
      assertThat(run(example, "sh", "-eu"))
          .as(example)
          .contains(error ? "\"field\":\"top_k\"" : "\"product_id\":\"P0001\"");
    }
  }

  @Test
  void theOnesForPython() throws Exception {
    requireProgram("python3");
    var examples = examples("python");

    assertThat(examples).isNotEmpty();
    for (var example : examples) {
      assertThat(run(example, "python3", "-")).as(example).contains("101/P0001");
    }
  }

  private static List<String> examples(String language) throws Exception {
    var port = Integer.toString(shop.ports.api());
    return BLOCK
        .matcher(Files.readString(DOCUMENT))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2).replace(DOCUMENTED_PORT, "127.0.0.1:" + port))
        .toList();
  }

  /** What a script prints that is given to a program, which must not fail. */
  private static String run(String script, String... command) throws Exception {
    var output = Files.createTempFile(directory, "example", ".txt");
    var process =
        new ProcessBuilder(command)
            .directory(Path.of("sample", "images").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var input = process.getOutputStream()) {
      input.write(script.getBytes(UTF_8));
    }
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    var printed = Files.readString(output);
    assertThat(ended).as("%s ended: %s", script, printed).isTrue();
    assertThat(process.exitValue()).as("%s: %s", script, printed).isZero();
    return printed;
  }

  private static void requireProgram(String name) throws Exception {
    boolean there =
        new ProcessBuilder("sh", "-c", "command -v " + name)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
    if (!there) {
      System.out.println("SKIPPED: " + name + " is not installed; its examples were not run");
    }
    assumeTrue(there, name + " is not installed");
  }
}
