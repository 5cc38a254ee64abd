package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.imgsrch.local.server.Ports;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The examples of a document, and programs that run them as a reader would. */
final class DocumentedExamples {
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);

  private final Path document;
  private final Ports ports;

  /**
   * @param document Markdown
   * @param ports of the platform that is asked in place of the documented one
   */
  DocumentedExamples(Path document, Ports ports) {
    this.document = document;
    this.ports = ports;
  }

  /** The blocks of a language, {@code ""} for those of none, in the document's order. */
  List<String> in(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(document))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(
            block ->
                block
                    .group(2)
                    .replace("127.0.0.1:18080", "127.0.0.1:" + ports.api())
                    .replace("127.0.0.1:19092", "127.0.0.1:" + ports.kafka()))
        .toList();
  }

  /** What a program prints that is given a script, which must not fail. */
  static String run(Path directory, String script, String... command) throws Exception {
    var output = Files.createTempFile("example", ".txt");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (var input = process.getOutputStream()) {
        input.write(script.getBytes(UTF_8));
      }
      boolean ended = process.waitFor(120, TimeUnit.SECONDS);
      process.destroyForcibly();
      var printed = Files.readString(output);
      assertThat(ended).as("%s ended: %s", script, printed).isTrue();
      assertThat(process.exitValue()).as("%s: %s", script, printed).isZero();
      return printed;
    } finally {
      Files.delete(output);
    }
  }

  /** Skips the test, and says so, where a program is not installed. */
  static void requireProgram(String name) throws Exception {
    boolean there =
        new ProcessBuilder("sh", "-c", "command -v " + name)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
    if (!there) {
      System.out.println("SKIPPED: " + name + " is not installed; its examples were not run");
    }
    assumeTrue(there, name + " is not installed");
  }
}
