package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file whose first line is the id of a process. Ids are used again, so a process counts only if
 * its command line has a word that its kind always has.
 */
record PidFile(Path path, String word) {

  /** The process that the file names, if it runs and is of our kind. */
  Optional<ProcessHandle> living() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(path);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(process -> process.info().commandLine().orElse("").contains(word));
  }

  /** Ends the process, gently first, and removes the file. */
  void end(Duration grace) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = living();
    if (process.isPresent()) {
      process.get().destroy();
      if (!awaitExit(process.get(), grace)) {
        process.get().destroyForcibly();
        awaitExit(process.get(), grace);
      }
    }
    Files.deleteIfExists(path);
  }

  static boolean awaitExit(ProcessHandle process, Duration deadline) throws InterruptedException {
    try {
      process.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Waiting for process " + process.pid() + " failed", e);
    }
  }
}
