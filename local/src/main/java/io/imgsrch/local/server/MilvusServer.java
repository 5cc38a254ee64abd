package io.imgsrch.local.server;

import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Milvus standalone as a child process. Its gRPC ports and its metrics port listen on all
 * interfaces, which its version 2.3 cannot change: the machine's firewall is what keeps others out.
 */
public final class MilvusServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MilvusServer.class);
  private static final Duration START = Duration.ofMinutes(3);

  /** Usually it takes 6 s, and once in some hundred times it never answers. */
  private static final Duration FIRST_START = Duration.ofSeconds(80);

  private static final Duration GRACE = Duration.ofSeconds(15);

  /** Milvus leaves a file per process there, whatever its configuration and TMPDIR say. */
  private static final Path SESSIONS = Path.of("/tmp/milvus");

  private static final long POLL_MILLIS = 200;

  private final MilvusInstallation installation;
  private final Path data;
  private final Path log;
  private final PidFile pidFile;
  private final Guardian guardian;
  private final int port;
  private final int etcdPort;
  private Process process;
  private boolean closed;

  private MilvusServer(
      MilvusInstallation installation,
      Path data,
      int port,
      int etcdPort,
      Path log,
      Guardian guardian)
      throws IOException {
    this.installation = installation;
    this.data = data;
    this.log = log;
    this.pidFile = pidFile(data);
    this.guardian = guardian;
    this.port = port;
    this.etcdPort = etcdPort;
    this.process = launch(installation, data, log, pidFile);
  }

  static PidFile pidFile(Path data) {
    return new PidFile(data.resolve("milvus.pid"), "bin/milvus");
  }

  /**
   * Starts the server over a data directory, new or kept, and returns when it answers requests.
   *
   * @param data made if it is missing; the caller has locked the directory that holds it
   * @param log where the server and the tools that fetch it write
   * @param say told of a download before it begins
   */
  static MilvusServer start(
      Cache cache, Path data, int port, Path log, Guardian guardian, Consumer<String> say)
      throws IOException, InterruptedException {
    MilvusInstallation installation = MilvusInstallation.in(cache, log, say);
    Files.createDirectories(data);
    try {
      return start(installation, data, port, log, guardian, FIRST_START);
    } catch (SilentException e) {
      LOG.warn("Milvus is started once more, with other ports of its own", e);
      return start(installation, data, port, log, guardian, START);
    }
  }

  private static MilvusServer start(
      MilvusInstallation installation,
      Path data,
      int port,
      Path log,
      Guardian guardian,
      Duration atMost)
      throws IOException, InterruptedException {
    int etcdPort = MilvusConfig.write(installation.template(), data, port);
    PidFile pidFile = pidFile(data);
    OptionalLong earlier = pidFile.pid();
    pidFile.end(GRACE);
    if (earlier.isPresent()) {
      forgetSession(earlier.getAsLong());
    }
    guardian.guard(pidFile, "TERM");
    MilvusServer server = new MilvusServer(installation, data, port, etcdPort, log, guardian);
    try {
      server.awaitAnswer(atMost);
    } catch (Throwable e) {
      Closing.after(e, server);
      throw e;
    }
    return server;
  }

  /** It runs, and does not answer. */
  private static final class SilentException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private static Process launch(
      MilvusInstallation installation, Path data, Path log, PidFile pidFile) throws IOException {
    Path binary = installation.binary();
    ProcessBuilder builder =
        new ProcessBuilder(
                "python3",
                "-c",
                launcher(),
                pidFile.path().toString(),
                String.valueOf(binary.getParent()),
                binary.toString(),
                "run",
                "standalone")
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("DEPLOY_MODE", "STANDALONE");
    builder.environment().put("METRICS_PORT", String.valueOf(FreePorts.draw(1).get(0)));
    builder.environment().put("MILVUS_RUN_DIR", data.resolve("run").toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw MilvusInstallation.noPython(e);
    }
  }

  private static String launcher() throws IOException {
    try (InputStream script = MilvusServer.class.getResourceAsStream("detached.py")) {
      if (script == null) {
        throw new IOException("The resource detached.py is missing from the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** An open port, and even a good health report, come before the first request is answered. */
  private void awaitAnswer(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    RuntimeException unanswered = null;
    try (FormerSessions former = FormerSessions.end(etcdPort)) {
      while (process.isAlive() && System.nanoTime() < end) {
        if (!Ports.isFree(port)) {
          unanswered = ask();
          if (unanswered == null) {
            return;
          }
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
    if (process.isAlive()) {
      throw new SilentException(withLog("did not answer within " + atMost), unanswered);
    }
    throw new IOException(withLog("ended by itself"));
  }

  private String withLog(String what) throws IOException {
    return "Milvus on port %d %s; %s ends:%n%s".formatted(port, what, log, Command.tail(log));
  }

  /** Asks something; gives why there was no answer, or null if there was one. */
  private @Nullable RuntimeException ask() {
    try {
      MilvusClientV2 client =
          new MilvusClientV2(
              ConnectConfig.builder()
                  .uri(address())
                  .connectTimeoutMs(2_000)
                  .rpcDeadlineMs(2_000)
                  .build());
      try {
        client.listCollections();
        return null;
      } finally {
        client.close();
      }
    } catch (RuntimeException notYet) {
      return notYet;
    }
  }

  /** The address for clients. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends the server without a warning, as kill -9 does. */
  public synchronized void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Starts a server that was killed, over the same data and at the same address, and returns when
   * it answers requests.
   */
  public synchronized void restart() throws IOException, InterruptedException {
    relaunch();
    try {
      awaitAnswer(FIRST_START);
    } catch (SilentException e) {
      LOG.warn("Milvus is started once more", e);
      kill();
      relaunch();
      awaitAnswer(START);
    }
  }

  private void relaunch() throws IOException {
    forgetSession(process.pid());
    process = launch(installation, data, log, pidFile);
  }

  /** Ends the server, gently first; again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Closing.run(this::end);
  }

  private void end() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
    guardian.release(pidFile);
    Files.deleteIfExists(pidFile.path());
    forgetSession(process.pid());
  }

  private static void forgetSession(long pid) throws IOException {
    Files.deleteIfExists(SESSIONS.resolve("server_id_" + pid));
    try {
      Files.deleteIfExists(SESSIONS);
    } catch (DirectoryNotEmptyException others) {
      return;
    }
  }
}
