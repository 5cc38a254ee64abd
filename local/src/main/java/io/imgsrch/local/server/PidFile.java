package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file whose first line is the id of a process. Ids are used again, so a process counts only if
 * its command line has a word that its kind always has, and no other: a Java class path names half
 * of the world.
 */
record PidFile(Path path, String word) {

  /** The id in the file, if it is there and whole. */
  OptionalLong pid() throws IOException {
    try {
      String first = Files.readString(path).lines().findFirst().orElse("").strip();
      return first.matches("[0-9]{1,10}")
          ? OptionalLong.of(Long.parseLong(first))
          : OptionalLong.empty();
    } catch (NoSuchFileException none) {
      return OptionalLong.empty();
    }
  }

  /** The process that the file names, if it runs and is of our kind. */
  Optional<ProcessHandle> living() throws IOException {
    OptionalLong pid = pid();
    return pid.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(pid.getAsLong())
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
