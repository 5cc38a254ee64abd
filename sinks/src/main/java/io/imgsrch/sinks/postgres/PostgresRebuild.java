package io.imgsrch.sinks.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.Opening;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import io.imgsrch.sinks.rebuild.StoreRebuild;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive built again: a new schema, which takes the name of the old one. */
public final class PostgresRebuild implements StoreRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresRebuild.class);
  private static final String ORIGIN = "rebuild";

  private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(9);

  /** A statement that waits longer for a lock lets those behind it pass, and is tried again. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);

  /** The SQLSTATE of a lock that was not had in that time. */
  private static final String LOCKED = "55P03";

  private static final Backoff SWITCH =
      new Backoff(30, Duration.ofMillis(100), Duration.ofSeconds(2));

  private final Settings settings;
  private final Secrets secrets;
  private final HikariDataSource pool;

  /** Its session holds the lock that lets one rebuild run at a time. */
  private final Connection session;

  private final PostgresSchema served;
  private final PostgresSchema successor;
  private final PostgresSchema former;
  private boolean switched;

  private PostgresRebuild(
      Settings settings, Secrets secrets, HikariDataSource pool, Connection session) {
    var name = settings.get(PostgresOptions.SCHEMA);
    this.settings = settings;
    this.secrets = secrets;
    this.pool = pool;
    this.session = session;
    this.served = new PostgresSchema(name);
    this.successor = new PostgresSchema(name + "_rebuild");
    this.former = new PostgresSchema(name + "_before");
  }

  /**
   * Connects, drops what earlier rebuilds left or kept, and makes an empty successor, with the
   * rights that others have on what serves.
   *
   * @param say told what was dropped
   * @throws IOException if PostgreSQL cannot be reached, or refuses
   * @throws ConfigurationException if there is nothing yet that could be built again
   */
  public static PostgresRebuild begin(Settings settings, Secrets secrets, Consumer<String> say)
      throws IOException {
    var rebuild = open(settings, secrets);
    try {
      rebuild.makeSuccessor(say);
      return rebuild;
    } catch (IOException | RuntimeException e) {
      rebuild.close();
      throw e;
    }
  }

  private static PostgresRebuild open(Settings settings, Secrets secrets) throws IOException {
    var name = PostgresPools.name(settings);
    var pool =
        Opening.patiently(
            Backoff.ofOpening(settings),
            name,
            () -> PostgresPools.open(patient(withPool(settings, 2)), secrets, "imgsrch-rebuild"));
    try {
      return new PostgresRebuild(settings, secrets, pool, pool.getConnection());
    } catch (ConfigurationException e) {
      pool.close();
      throw e;
    } catch (SQLException e) {
      pool.close();
      throw new IOException("Cannot use %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void makeSuccessor(Consumer<String> say) throws IOException {
    requireAlone();
    step("look for what serves", Backoff.DEFAULT, this::requireServed);
    for (var left : List.of(successor, former)) {
      step(
          "drop schema " + left.name(), Backoff.DEFAULT, connection -> drop(left, connection, say));
    }
    step("create schema " + successor.name(), Backoff.DEFAULT, successor::ensure);
    step("grant", Backoff.DEFAULT, connection -> Grants.copy(connection, served, successor));
  }

  private void requireAlone() throws IOException {
    var name = PostgresPools.name(settings);
    try (var statement = session.createStatement();
        var locked =
            statement.executeQuery(
                "SELECT pg_try_advisory_lock(hashtext('imgsrch rebuild %s'))"
                    .formatted(served.name()))) {
      locked.next();
      if (!locked.getBoolean(1)) {
        throw new IOException(
            "another rebuild of schema %s of %s is under way: wait for its end"
                .formatted(served.name(), name));
      }
      session.commit();
    } catch (SQLException e) {
      throw new IOException("Cannot use %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void requireServed(Connection connection) throws SQLException {
    if (!served.exists(connection)) {
      throw new ConfigurationException(
          "%s has no schema %s to build again: check %s, or start the archive job, which makes it"
              .formatted(
                  PostgresPools.name(settings), served.name(), PostgresOptions.SCHEMA.key()));
    }
  }

  private static void drop(PostgresSchema left, Connection connection, Consumer<String> say)
      throws SQLException {
    boolean there = left.exists(connection);
    left.drop(connection);
    if (there) {
      say.accept("Dropped " + left.name() + ", which an earlier rebuild left or kept");
    }
  }

  @Override
  public String successor() {
    return switched ? served.name() : successor.name();
  }

  @Override
  public String former() {
    return switched ? former.name() : served.name();
  }

  @Override
  public List<RebuiltTable<?>> tables() {
    return ArchiveCopy.all(this);
  }

  @Override
  public long formerRows() throws IOException {
    var rows = new AtomicLong();
    step("count rows", Backoff.DEFAULT, connection -> rows.set(served.rows(connection)));
    return rows.get();
  }

  /** An index is there with its row. */
  @Override
  public void prepare() {}

  @Override
  public void switchOver() throws IOException {
    step("rename schema " + served.name(), SWITCH, this::rename);
    switched = true;
  }

  /** An attempt whose commit was not answered may have succeeded. */
  private void rename(Connection connection) throws SQLException {
    if (former.exists(connection) && !successor.exists(connection)) {
      return;
    }
    try (var statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
      served.lock(statement);
      statement.execute("ALTER SCHEMA %s RENAME TO %s".formatted(served.name(), former.name()));
      statement.execute("ALTER SCHEMA %s RENAME TO %s".formatted(successor.name(), served.name()));
    }
  }

  @Override
  public void dropFormer() throws IOException {
    step("drop schema " + former.name(), Backoff.DEFAULT, former::drop);
  }

  @Override
  public void discard() throws IOException {
    step("drop schema " + successor.name(), Backoff.DEFAULT, successor::drop);
  }

  /** Statements of one transaction. */
  @FunctionalInterface
  interface Work {
    void run(Connection connection) throws SQLException;
  }

  /** Runs a transaction, again if it fails for a reason that may pass. */
  void step(String what, Backoff backoff, Work work) throws IOException {
    var name = PostgresPools.name(settings);
    Opening.patiently(
        backoff,
        name,
        failure -> PostgresStore.mayPass(failure) || isLocked(failure),
        () -> {
          try (var connection = pool.getConnection()) {
            work.run(connection);
            connection.commit();
            return true;
          } catch (SQLException e) {
            throw new IOException("Cannot %s in %s: %s".formatted(what, name, e.getMessage()), e);
          }
        });
  }

  private static boolean isLocked(IOException failure) {
    return failure.getCause() instanceof SQLException sql && LOCKED.equals(sql.getSQLState());
  }

  /** Settings that name the schema that the successor has by now. */
  Settings ofSuccessor() {
    return withPool(settings.with(PostgresOptions.SCHEMA, successor(), ORIGIN), 1);
  }

  /** To count or drop a large table takes longer than a sink may wait. */
  private static Settings patient(Settings settings) {
    long millis = LONGEST_STATEMENT.toMillis();
    return settings
        .with(PostgresOptions.STATEMENT_TIMEOUT, Long.toString(millis), ORIGIN)
        .with(PostgresOptions.FLUSH_TIMEOUT, Long.toString(millis + 1), ORIGIN);
  }

  /** The lock, and a scan, hold their connections for as long as it takes. */
  private static Settings withPool(Settings settings, int connections) {
    return settings
        .with(PostgresOptions.LEAK_DETECTION, "600000", ORIGIN)
        .with(PostgresOptions.POOL_MIN, "0", ORIGIN)
        .with(PostgresOptions.POOL_MAX, Integer.toString(connections), ORIGIN);
  }

  Secrets secrets() {
    return secrets;
  }

  @Override
  public void close() {
    try (session;
        var statement = session.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock_all()");
      session.commit();
    } catch (SQLException e) {
      LOG.warn("The lock of a rebuild ends only when PostgreSQL ends its session", e);
    } finally {
      pool.close();
    }
  }
}
