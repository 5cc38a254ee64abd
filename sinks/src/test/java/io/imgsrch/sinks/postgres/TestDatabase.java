package io.imgsrch.sinks.postgres;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL server, with a schema of its own for each test. */
final class TestDatabase implements AutoCloseable {
  static final Secrets SECRETS = Secrets.from(Map.of(Secrets.PG_PASSWORD, "postgres"));

  private final EmbeddedPostgres server;
  private int schemas;

  TestDatabase() throws IOException {
    server = EmbeddedPostgres.builder().start();
  }

  /** Settings that name a schema that does not exist yet. */
  Settings freshSettings() {
    schemas++;
    return Settings.of(List.of())
        .with(PostgresOptions.URL, server.getJdbcUrl("postgres", "postgres"), "test")
        .with(PostgresOptions.USER, "postgres", "test")
        .with(PostgresOptions.SCHEMA, "archive_" + schemas, "test");
  }

  Connection connect() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first row of a query, its columns as texts joined by a bar. */
  String row(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        return "no row";
      }
      var text = new StringBuilder();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        text.append(column > 1 ? "|" : "").append(rows.getString(column));
      }
      return text.toString();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
