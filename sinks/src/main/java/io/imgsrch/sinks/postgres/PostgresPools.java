package io.imgsrch.sinks.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import java.io.IOException;
import java.time.Duration;

/** Pools of connections to PostgreSQL. Transactions are explicit; every statement has a bound. */
public final class PostgresPools {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private PostgresPools() {}

  /**
   * Connects.
   *
   * @param name of the pool, for its threads and log lines
   * @throws IOException naming the address, if that fails
   * @throws ConfigurationException if the statement timeout is not below the flush timeout
   */
  public static HikariDataSource open(Settings settings, Secrets secrets, String name)
      throws IOException {
    checkTimeouts(settings);
    var statementTimeout = settings.get(PostgresOptions.STATEMENT_TIMEOUT);
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.get(PostgresOptions.URL));
    config.setUsername(settings.get(PostgresOptions.USER));
    config.setPassword(secrets.get(Secrets.PG_PASSWORD));
    config.setMinimumIdle(settings.get(PostgresOptions.POOL_MIN));
    config.setMaximumPoolSize(settings.get(PostgresOptions.POOL_MAX));
    config.setLeakDetectionThreshold(settings.get(PostgresOptions.LEAK_DETECTION).toMillis());
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(CONNECT_TIMEOUT.toMillis());
    config.setAutoCommit(false);
    config.addDataSourceProperty("ApplicationName", "imgsrch");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", seconds(CONNECT_TIMEOUT));
    // The server ends a statement itself; the socket's timeout is for a server that is gone.
    config.addDataSourceProperty("options", "-c statement_timeout=" + statementTimeout.toMillis());
    config.addDataSourceProperty("socketTimeout", seconds(statementTimeout.plusSeconds(1)));
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new IOException(
          "Cannot connect to %s as %s: check that it runs, the database exists, and %s is set; %s"
              .formatted(
                  name(settings),
                  settings.get(PostgresOptions.USER),
                  Secrets.PG_PASSWORD,
                  e.getMessage()),
          e);
    }
  }

  /** The database and its address, without the parameters of the URL, which may hold a password. */
  public static String name(Settings settings) {
    return "PostgreSQL at " + settings.get(PostgresOptions.URL).replaceAll("\\?.*", "");
  }

  private static void checkTimeouts(Settings settings) {
    var statement = settings.get(PostgresOptions.STATEMENT_TIMEOUT);
    var flush = settings.get(PostgresOptions.FLUSH_TIMEOUT);
    if (statement.compareTo(flush) >= 0) {
      throw new ConfigurationException(
          "%s (%d, from %s) must be below %s (%d, from %s), or a checkpoint gives up before the"
                  .formatted(
                      PostgresOptions.STATEMENT_TIMEOUT.key(),
                      statement.toMillis(),
                      settings.origin(PostgresOptions.STATEMENT_TIMEOUT),
                      PostgresOptions.FLUSH_TIMEOUT.key(),
                      flush.toMillis(),
                      settings.origin(PostgresOptions.FLUSH_TIMEOUT))
              + " database can say why");
    }
  }

  private static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(999).toSeconds());
  }
}
