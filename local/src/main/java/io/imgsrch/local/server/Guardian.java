package io.imgsrch.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A small process that outlives this one and ends the servers it was told of when we are gone,
 * however we went: it reads from a pipe that the system closes at our death. It ignores the
 * terminal's signals and ends when nothing is left to guard.
 */
final class Guardian implements AutoCloseable {
  private static final String SCRIPT = "guardian.sh";
  private static final String NAME = "imgsrch-guardian";

  /** Longer than the script's own patience with a server that does not end. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final OutputStream wards;
  private final PidFile pidFile;

  private Guardian(Process process, PidFile pidFile) {
    this.process = process;
    this.wards = process.getOutputStream();
    this.pidFile = pidFile;
  }

  /**
   * Starts the guardian of a data directory, after that of an earlier run has ended what it guards.
   */
  static Guardian start(Path dataDirectory) throws IOException, InterruptedException {
    PidFile pidFile = pidFile(dataDirectory);
    Optional<ProcessHandle> earlier = pidFile.living();
    if (earlier.isPresent() && !PidFile.awaitExit(earlier.get(), PATIENCE)) {
      throw new PlatformException(
          "An earlier run in %s is still ending its servers (process %d): try again in a moment."
              .formatted(dataDirectory, earlier.get().pid()));
    }
    Process process =
        new ProcessBuilder("sh", "-c", script(), NAME)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    Files.writeString(pidFile.path(), process.pid() + "\n");
    return new Guardian(process, pidFile);
  }

  static boolean isAlive(Path dataDirectory) throws IOException {
    return pidFile(dataDirectory).living().isPresent();
  }

  private static PidFile pidFile(Path dataDirectory) {
    return new PidFile(dataDirectory.resolve("guardian.pid"), NAME);
  }

  private static String script() throws IOException {
    try (InputStream script = Guardian.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IOException("The resource " + SCRIPT + " is missing from the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Has the process of a file ended at our death. The file may be written later: guard first, then
   * start, and no moment is left in which a server has no guard.
   *
   * @param signal without "SIG", the one that ends this kind of server in order
   */
  void guard(PidFile ward, String signal) throws IOException {
    tell(signal + " " + ward.word() + " " + ward.path());
  }

  void release(PidFile ward) throws IOException {
    tell("- " + ward.word() + " " + ward.path());
  }

  private synchronized void tell(String line) throws IOException {
    wards.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    wards.flush();
  }

  /** Ends the guardian, and with it whatever was not released. */
  @Override
  public void close() throws IOException {
    Closing.run(this::end);
  }

  private void end() throws IOException, InterruptedException {
    wards.close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    Files.deleteIfExists(pidFile.path());
  }
}
