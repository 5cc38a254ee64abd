package io.imgsrch.sinks.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * The digests of the archive, over one connection. Calls block, at most for the query's time-out;
 * for one thread at a time.
 */
public final class ArchiveDigests implements AutoCloseable {
  private static final String ORIGIN = "reading of digests";

  private final HikariDataSource pool;
  private final String name;
  private final PostgresSchema schema;

  private ArchiveDigests(HikariDataSource pool, String name, PostgresSchema schema) {
    this.pool = pool;
    this.name = name;
    this.schema = schema;
  }

  /**
   * Connects. The schema need not be there yet.
   *
   * @param queryTimeout of every query
   * @throws IOException naming the address, if that fails
   */
  public static ArchiveDigests open(Settings settings, Secrets secrets, Duration queryTimeout)
      throws IOException {
    var millis = queryTimeout.toMillis();
    var slow =
        settings
            .with(PostgresOptions.POOL_MIN, "0", ORIGIN)
            .with(PostgresOptions.POOL_MAX, "1", ORIGIN)
            .with(PostgresOptions.STATEMENT_TIMEOUT, Long.toString(millis), ORIGIN)
            .with(PostgresOptions.FLUSH_TIMEOUT, Long.toString(millis + 1), ORIGIN);
    return new ArchiveDigests(
        PostgresPools.open(slow, secrets, "imgsrch-digests"),
        PostgresPools.name(settings),
        new PostgresSchema(settings.get(PostgresOptions.SCHEMA)));
  }

  /** See {@link TableDigests#count}. */
  public long count(String table) throws IOException {
    return ask(table, TableDigests::count);
  }

  /** See {@link TableDigests#blocks}. */
  public Map<Integer, BlockDigest> blocks(String table) throws IOException {
    return ask(table, TableDigests::blocks);
  }

  /** See {@link TableDigests#rows}. */
  public Map<String, Long> rows(String table, int block) throws IOException {
    return ask(table, (digests, connection) -> digests.rows(connection, block));
  }

  /** See {@link TableDigests#delete}. */
  public boolean delete(String table, String key, long digest) throws IOException {
    return ask(table, (digests, connection) -> digests.delete(connection, key, digest));
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(TableDigests digests, Connection connection) throws SQLException;
  }

  private <T> T ask(String table, Question<T> question) throws IOException {
    try (var connection = pool.getConnection()) {
      return question.ask(new TableDigests(schema, table), connection);
    } catch (SQLException e) {
      throw new IOException(
          "Cannot read %s.%s of %s: %s".formatted(schema.name(), table, name, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
