package io.imgsrch.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where it was measured.
 *
 * @param cpu the model's name
 * @param cores that this process may use
 * @param commit of the clone; says so where there are changes on top
 */
public record Machine(String cpu, int cores, String system, String java, String commit) {
  private static final int GIT_SECONDS = 10;

  /** This machine. */
  public static Machine here(Path clone) throws IOException, InterruptedException {
    var commit = git(clone, "rev-parse", "--short=10", "HEAD");
    var changes = git(clone, "status", "--porcelain", "--untracked-files=no");
    return new Machine(
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        (commit.isEmpty() ? "unknown" : commit) + (changes.isEmpty() ? "" : ", with changes"));
  }

  private static String processor() throws IOException {
    var info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(System.getProperty("os.arch"));
    }
  }

  /** Empty where there is no git, or no clone. */
  private static String git(Path clone, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git", "-C", clone.toString()));
    command.addAll(List.of(words));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException noGit) {
      return "";
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
        ? output.strip()
        : "";
  }

  /** As a line of a page. */
  public String markdown() {
    return "%s, %d cores; %s; %s; commit %s".formatted(cpu, cores, system, java, commit);
  }
}
