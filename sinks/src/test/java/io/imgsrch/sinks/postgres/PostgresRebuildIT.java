package io.imgsrch.sinks.postgres;

import static io.imgsrch.sinks.postgres.TestOffers.offer;
import static io.imgsrch.sinks.postgres.TestOffers.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** The archive's side of a rebuild, against a real PostgreSQL. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class PostgresRebuildIT {
  private final List<String> said = new ArrayList<>();
  private TestDatabase database;

  @BeforeAll
  void start() throws Exception {
    database = new TestDatabase();
  }

  @AfterAll
  void stop() throws Exception {
    database.close();
  }

  @Test
  void theSuccessorIsReadFilledAndPutUnderTheName() throws Exception {
    var settings = served(1);
    try (var rebuild = begin(settings)) {
      assertThat(rebuild.formerRows()).isEqualTo(1);
      var row = offer("p", revision(7, 0, "ab"), null);
      fill(rebuild, row);
      assertThat(rows(rebuild)).isEqualTo(Map.of(row.key(), RowDigest.of(row)));
      assertThat(version(settings)).isEqualTo("1");

      rebuild.switchOver();
      rebuild.switchOver();
      assertThat(version(settings)).isEqualTo("7");
      assertThat(rows(rebuild)).hasSize(1);
      fill(rebuild, offer("q", revision(8, 0, "ab"), null));
      assertThat(rows(rebuild)).hasSize(2);
      rebuild.dropFormer();
    }
    assertThat(schemas(settings)).isEqualTo(schema(settings));
  }

  @Test
  void aWriterGoesOnOverSwitchesAndEndsInTheSchemaOfTheName() throws Exception {
    var settings = served(1);
    var written = new AtomicInteger(1);
    var end = new AtomicBoolean();
    try (var store = open(settings)) {
      var writer =
          CompletableFuture.runAsync(
              () -> {
                while (!end.get()) {
                  write(store, written.get() + 1);
                  written.incrementAndGet();
                }
              });
      for (int time = 0; time < 5; time++) {
        try (var rebuild = begin(settings)) {
          int before = written.get();
          await().until(() -> writer.isDone() || written.get() > before + 20);
          rebuild.switchOver();
          int switched = written.get();
          await().until(() -> writer.isDone() || written.get() > switched + 20);
          rebuild.dropFormer();
        }
      }
      end.set(true);
      writer.join();
    }
    assertThat(version(settings)).isEqualTo(Integer.toString(written.get()));
  }

  @Test
  void whoMayReadWhatServesMayReadTheSuccessor() throws Exception {
    var settings = served(1);
    database.execute("CREATE ROLE \"Report\"");
    database.execute("GRANT USAGE ON SCHEMA %s TO \"Report\"".formatted(schema(settings)));
    database.execute("GRANT SELECT ON %s.offers TO \"Report\"".formatted(schema(settings)));
    try (var rebuild = begin(settings)) {
      rebuild.switchOver();
    }
    assertThat(
            database.row(
                "SELECT has_schema_privilege('Report', '%1$s', 'USAGE'),"
                        .formatted(schema(settings))
                    + " has_table_privilege('Report', '%1$s.offers', 'SELECT'),"
                        .formatted(schema(settings))
                    + " has_table_privilege('Report', '%1$s.images', 'SELECT')"
                        .formatted(schema(settings))))
        .isEqualTo("t|t|f");
  }

  @Test
  void whatARebuildLeftOrKeptIsDroppedByTheNextOne() throws Exception {
    var settings = served(1);
    try (var kept = begin(settings)) {
      kept.switchOver();
    }
    begin(settings).close();
    said.clear();
    try (var rebuild = begin(settings)) {
      assertThat(said)
          .containsExactly(
              "Dropped %s_rebuild, which an earlier rebuild left or kept"
                  .formatted(schema(settings)));
      rebuild.discard();
    }
    assertThat(schemas(settings)).isEqualTo(schema(settings));
  }

  @Test
  void oneRebuildRunsAtATime() throws Exception {
    var settings = served(1);
    try (var rebuild = begin(settings)) {
      assertThatThrownBy(() -> begin(settings))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another rebuild of schema " + schema(settings));
      assertThat(rebuild.formerRows()).isEqualTo(1);
    }
    begin(settings).close();
  }

  @Test
  void theSwitchWaitsForATaskThatMakesTheSchema() throws Exception {
    var settings = served(1);
    try (var rebuild = begin(settings);
        var task = database.connect();
        var statement = task.createStatement()) {
      task.setAutoCommit(false);
      new PostgresSchema(schema(settings)).lock(statement);
      var switching = CompletableFuture.runAsync(() -> switchOver(rebuild));
      await()
          .until(
              () ->
                  database.row("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted").equals("t"));
      task.commit();
      switching.join();
    }
  }

  @Test
  void whatSomethingElseDependsOnIsNotDropped() throws Exception {
    var settings = served(1);
    database.execute(
        "CREATE VIEW public.report AS SELECT * FROM %s.offers".formatted(schema(settings)));
    try (var rebuild = begin(settings)) {
      rebuild.switchOver();
      assertThatThrownBy(rebuild::dropFormer)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("other objects depend on it");
    }
    assertThat(database.row("SELECT count(*) FROM public.report")).isEqualTo("1");
    database.execute("DROP VIEW public.report");
  }

  @Test
  void aSchemaThatIsNotThereIsNotBuiltAgain() {
    var settings = database.freshSettings();
    assertThatThrownBy(() -> begin(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no schema " + schema(settings))
        .hasMessageContaining("postgres.schema");
  }

  /** A schema that serves one offer. */
  private Settings served(int version) throws Exception {
    var settings = database.freshSettings();
    try (var store = open(settings)) {
      write(store, version);
    }
    return settings;
  }

  private static PostgresStore<Offer> open(Settings settings) throws Exception {
    return PostgresStore.open(settings, TestDatabase.SECRETS, new OfferTable());
  }

  private static void write(PostgresStore<Offer> store, int version) {
    try {
      store.write(List.of(offer("p", revision(version, 0, "ab"), null)));
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private PostgresRebuild begin(Settings settings) throws IOException {
    return PostgresRebuild.begin(settings, TestDatabase.SECRETS, said::add);
  }

  private static void switchOver(PostgresRebuild rebuild) {
    try {
      rebuild.switchOver();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void fill(PostgresRebuild rebuild, Offer offer) throws IOException {
    fill(offers(rebuild), EventJson.write(offer));
  }

  private static <T> void fill(RebuiltTable<T> table, byte[] value) throws IOException {
    try (var batches = table.open()) {
      batches.add(table.read(value, 0, 1));
      batches.flush();
    }
  }

  private static Map<String, Long> rows(PostgresRebuild rebuild) throws IOException {
    var rows = new HashMap<String, Long>();
    offers(rebuild).scan(rows::put);
    return rows;
  }

  private static RebuiltTable<?> offers(PostgresRebuild rebuild) {
    return rebuild.tables().stream()
        .filter(table -> table.topic() == Topic.OFFERS)
        .findFirst()
        .orElseThrow();
  }

  private String version(Settings settings) throws Exception {
    return database.row(
        "SELECT content_version FROM %s.offers WHERE product_id = 'p'".formatted(schema(settings)));
  }

  private String schemas(Settings settings) throws Exception {
    return database.row(
        "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE nspname LIKE '%s%%'"
            .formatted(schema(settings).replace("_", "\\_")));
  }

  private static String schema(Settings settings) {
    return settings.get(PostgresOptions.SCHEMA);
  }
}
