package io.imgsrch.sinks.postgres;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.PostgresOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The archive's schema: created when missing, checked when there. */
public final class PostgresSchema {
  /** Of the tables' layout; grows with every change to it. */
  public static final int VERSION = 1;

  static final List<ArchiveTable<?>> TABLES =
      List.of(new OfferTable(), new ImageTable(), new BitmapTable());

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private final String name;

  /**
   * @param name of the schema
   * @throws ConfigurationException if it is no plain SQL identifier
   */
  public PostgresSchema(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "%s must be 1 to 63 of a-z, 0-9 and _, and not start with a digit, is '%s'"
              .formatted(PostgresOptions.SCHEMA.key(), name));
    }
    this.name = name;
  }

  /** The schema's name, safe to stand in a statement. */
  public String name() {
    return name;
  }

  /**
   * Creates what is missing and checks the rest, in one transaction; tasks that come at the same
   * time wait for each other.
   *
   * @throws SchemaMismatchException if the tables are of another layout
   */
  public void ensure(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      lock(statement);
      if (!exists(statement)) {
        create(statement);
      }
      check(connection, statement);
      connection.commit();
    } catch (SQLException | SchemaMismatchException e) {
      connection.rollback();
      throw e;
    }
  }

  /** Whether it is there. */
  boolean exists(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return exists(statement);
    }
  }

  /** How many rows its tables have together. */
  long rows(Connection connection) throws SQLException {
    long rows = 0;
    try (var statement = connection.createStatement()) {
      for (var table : TABLES) {
        try (var count =
            statement.executeQuery("SELECT count(*) FROM %s.%s".formatted(name, table.name()))) {
          count.next();
          rows += count.getLong(1);
        }
      }
    }
    return rows;
  }

  /**
   * Drops it in the caller's transaction, if it is there; fails if it holds more than our tables,
   * or something else depends on one of them.
   */
  void drop(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var table : TABLES) {
        statement.execute("DROP TABLE IF EXISTS %s.%s".formatted(name, table.name()));
      }
      statement.execute("DROP TABLE IF EXISTS " + name + ".schema_version");
      statement.execute("DROP SCHEMA IF EXISTS " + name);
    }
  }

  /** Waits, in the caller's transaction, until no task creates or renames it. */
  void lock(Statement statement) throws SQLException {
    statement.execute("SELECT pg_advisory_xact_lock(hashtext('imgsrch schema " + name + "'))");
  }

  private boolean exists(Statement statement) throws SQLException {
    try (var found =
        statement.executeQuery("SELECT to_regclass('" + name + ".schema_version') IS NOT NULL")) {
      found.next();
      return found.getBoolean(1);
    }
  }

  private void create(Statement statement) throws SQLException {
    statement.execute("CREATE SCHEMA IF NOT EXISTS " + name);
    statement.execute("CREATE TABLE " + name + ".schema_version (version integer PRIMARY KEY)");
    statement.execute("INSERT INTO " + name + ".schema_version VALUES (" + VERSION + ")");
    for (var table : TABLES) {
      statement.execute(table.createStatement(name));
    }
  }

  private void check(Connection connection, Statement statement) throws SQLException {
    try (var found =
        statement.executeQuery("SELECT max(version) FROM " + name + ".schema_version")) {
      found.next();
      if (found.getInt(1) != VERSION) {
        throw mismatch("schema_version", "version " + VERSION, "version " + found.getInt(1));
      }
    }
    for (var table : TABLES) {
      check(connection, table);
    }
  }

  private void check(Connection connection, ArchiveTable<?> table) throws SQLException {
    var found = columnTypes(connection, table.name());
    var wrong = new ArrayList<String>();
    for (var column : table.allColumns()) {
      var type = found.get(column.name());
      if (!column.type().equals(type)) {
        wrong.add(
            "%s should be %s and is %s"
                .formatted(column.name(), column.type(), type == null ? "missing" : type));
      }
    }
    if (!wrong.isEmpty()) {
      throw mismatch(table.name(), "the columns of version " + VERSION, String.join("; ", wrong));
    }
  }

  private Map<String, String> columnTypes(Connection connection, String table) throws SQLException {
    var types = new LinkedHashMap<String, String>();
    try (var query =
        connection.prepareStatement(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped")) {
      query.setString(1, name + "." + table);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          types.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return types;
  }

  private SchemaMismatchException mismatch(String table, String expected, String found) {
    return new SchemaMismatchException(
        ("Table %s.%s has another layout: expected %s, found %s. Set %s to a new schema, or migrate"
                + " or drop this one")
            .formatted(name, table, expected, found, PostgresOptions.SCHEMA.key()));
  }
}
