package io.imgsrch.sinks.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.sinks.batch.BatchStore;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;

/** One table of the archive: a batch is one transaction of multi-row upserts. */
final class PostgresStore<T> implements BatchStore<T> {
  /**
   * Connection, rollback of the transaction, resources, operator intervention (SQLSTATE classes).
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57");

  private final HikariDataSource pool;
  private final ArchiveTable<T> table;
  private final String upsert;

  private PostgresStore(HikariDataSource pool, ArchiveTable<T> table, String upsert) {
    this.pool = pool;
    this.table = table;
    this.upsert = upsert;
  }

  static <T> PostgresStore<T> open(Settings settings, Secrets secrets, ArchiveTable<T> table)
      throws IOException, SQLException {
    var schema = new PostgresSchema(settings.get(PostgresOptions.SCHEMA));
    var pool = PostgresPools.open(settings, secrets, "imgsrch-" + table.name());
    try (var connection = pool.getConnection()) {
      schema.ensure(connection);
    } catch (SQLException | RuntimeException e) {
      pool.close();
      throw e;
    }
    return new PostgresStore<>(pool, table, table.upsertStatement(schema.name()));
  }

  @Override
  public void write(List<T> batch) throws SQLException {
    Failpoint.POSTGRES_WRITE.reach();
    try (var connection = pool.getConnection();
        var statement = connection.prepareStatement(upsert)) {
      for (var row : batch) {
        table.bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
      Failpoint.POSTGRES_COMMIT.reach();
      connection.commit();
    }
    Failpoint.POSTGRES_COMMITTED.reach();
  }

  @Override
  public boolean isTransient(Throwable failure) {
    return mayPass(failure);
  }

  /** Whether the same statements may succeed later. */
  static boolean mayPass(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException || cause instanceof SQLRecoverableException) {
        return true;
      }
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().length() == 5
          && TRANSIENT_CLASSES.contains(sql.getSQLState().substring(0, 2))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    pool.close();
  }
}
