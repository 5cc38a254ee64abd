package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("paired")
class PostgresServerIT {
  private final int port = FreePorts.draw(1).get(0);

  @TempDir Path root;

  // assigned before each test
  @SuppressWarnings("NullAway.Init")
  private Guardian guardian;

  @BeforeEach
  void startGuardian() throws Exception {
    guardian = Guardian.start(root);
  }

  @AfterEach
  void endGuardian() throws Exception {
    guardian.close();
  }

  @Test
  void keepsRowsOverARestartInOrder() throws Exception {
    try (PostgresServer server = start()) {
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertThat(root.resolve("postgres/postmaster.pid")).doesNotExist();
    try (PostgresServer server = start()) {
      assertThat(answer(server)).isEqualTo(42);
    }
  }

  @Test
  void keepsRowsWhenItIsKilled() throws Exception {
    PostgresServer killed = start();
    execute(killed, "CREATE TABLE kept AS SELECT 43 AS answer");
    ProcessHandle postmaster = pidFile().living().orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().get(20, TimeUnit.SECONDS);
    assertThat(root.resolve("postgres/postmaster.pid")).exists();
    try (PostgresServer server = start()) {
      assertThat(answer(server)).isEqualTo(43);
    }
  }

  @Test
  void endsTheServerThatADeadRunLeft() throws Exception {
    PostgresServer orphan = start();
    execute(orphan, "CREATE TABLE kept AS SELECT 44 AS answer");
    ProcessHandle postmaster = pidFile().living().orElseThrow();
    try (PostgresServer server = start()) {
      postmaster.onExit().get(20, TimeUnit.SECONDS);
      assertThat(answer(server)).isEqualTo(44);
    }
  }

  @Test
  void isNotMisledByAProcessIdThatIsInUseAgain() throws Exception {
    start().close();
    Files.writeString(pidFile().path(), ProcessHandle.current().pid() + "\n");
    try (PostgresServer server = start()) {
      execute(server, "SELECT 1");
    }
  }

  private PidFile pidFile() {
    return PostgresServer.pidFile(root.resolve("postgres"));
  }

  private PostgresServer start() throws Exception {
    return PostgresServer.start(
        Cache.ofUser(), root.resolve("postgres"), port, root.resolve("postgres.log"), guardian);
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int answer(PostgresServer server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT answer FROM kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
