package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL on loopback, without a password, from binaries that came with the build. */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "imgsrch";
  private static final String DATABASE = "imgsrch";
  private static final Duration COMMAND = Duration.ofMinutes(2);

  private final PostgresBinaries binaries;
  private final Path data;
  private final Path log;
  private final int port;
  private final PidFile pidFile;
  private final Guardian guardian;
  private boolean closed;

  private PostgresServer(
      PostgresBinaries binaries, Path data, Path log, int port, Guardian guardian) {
    this.binaries = binaries;
    this.data = data;
    this.log = log;
    this.port = port;
    this.pidFile = pidFile(data);
    this.guardian = guardian;
  }

  /**
   * Starts the server over a data directory, new or kept, and returns when it answers.
   *
   * @param data made if it is missing; the caller has locked the directory that holds it
   * @param log where the server and its tools write
   */
  static PostgresServer start(Cache cache, Path data, int port, Path log, Guardian guardian)
      throws IOException, InterruptedException {
    PostgresBinaries binaries = PostgresBinaries.in(cache, log);
    PostgresServer server = new PostgresServer(binaries, data, log, port, guardian);
    Files.createDirectories(log.toAbsolutePath().getParent());
    MadeOnce.at(data, server::initialise);
    server.endOrphan();
    guardian.guard(server.pidFile, "INT");
    try {
      server.launch();
      server.createDatabase();
    } catch (Throwable e) {
      Closing.after(e, server);
      throw e;
    }
    return server;
  }

  private void initialise(Path directory) throws IOException, InterruptedException {
    binaries
        .command("initdb")
        .then("-D", directory.toString(), "-U", USER, "-A", "trust", "-E", "UTF-8")
        .then("--no-locale", "--no-sync")
        .run(log, COMMAND);
  }

  static PidFile pidFile(Path data) {
    return new PidFile(data.resolve("postmaster.pid"), "bin/postgres");
  }

  /** The server of a run that died with its guardian still holds the data; nobody uses it. */
  private void endOrphan() throws IOException, InterruptedException {
    if (pidFile.living().isPresent()) {
      control().then("stop", "-m", "immediate", "-w", "-t", "20").succeeds(log, COMMAND);
    }
    Files.deleteIfExists(pidFile.path());
  }

  private void launch() throws IOException, InterruptedException {
    String options =
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC"
            .formatted(port);
    control()
        .then("start", "-w", "-t", "60", "-l", log.toString(), "-o", options)
        .run(log, COMMAND);
  }

  private Command control() {
    return binaries.command("pg_ctl").then("-D", data.toString());
  }

  private void createDatabase() throws IOException {
    try (Connection connection = DriverManager.getConnection(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(20);
      boolean exists;
      try (ResultSet found =
          statement.executeQuery(
              "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(DATABASE))) {
        exists = found.next();
      }
      if (!exists) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      throw new IOException("PostgreSQL on port %d started but does not answer".formatted(port), e);
    }
  }

  /** The address for JDBC, user included; there is no password. */
  public String jdbcUrl() {
    return url(DATABASE);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&connectTimeout=10"
        .formatted(port, database, USER);
  }

  /** Ends the server as a crash does: no transaction is finished, no buffer is written. */
  public synchronized void crash() throws IOException, InterruptedException {
    control().then("stop", "-m", "immediate", "-w", "-t", "20").run(log, COMMAND);
  }

  /** Starts a server that crashed, over the same data and at the same address. */
  public synchronized void restart() throws IOException, InterruptedException {
    launch();
  }

  /** Ends the server in order; again does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Closing.run(this::end);
  }

  private void end() throws IOException, InterruptedException {
    if (pidFile.living().isPresent()
        && !control().then("stop", "-m", "fast", "-w", "-t", "20").succeeds(log, COMMAND)) {
      control().then("stop", "-m", "immediate", "-w", "-t", "10").run(log, COMMAND);
    }
    guardian.release(pidFile);
  }
}
