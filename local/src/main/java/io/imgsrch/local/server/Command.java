package io.imgsrch.local.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs to its end, its output appended to a log file. */
record Command(List<String> words) {
  private static final int TAIL_LINES = 8;

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  Command then(String... more) {
    return new Command(Stream.concat(words.stream(), Arrays.stream(more)).toList());
  }

  /** True if it ends with 0 within the deadline. A program that does not exist throws. */
  boolean succeeds(Path log, Duration deadline) throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .start();
    try {
      process.getOutputStream().close();
      return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)
          && process.exitValue() == 0;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /**
   * Runs it.
   *
   * @throws IOException with the last lines of its output, if it fails or is late
   */
  void run(Path log, Duration deadline) throws IOException, InterruptedException {
    if (!succeeds(log, deadline)) {
      throw new IOException("%s failed; %s ends:%n%s".formatted(words.get(0), log, tail(log)));
    }
  }

  static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
