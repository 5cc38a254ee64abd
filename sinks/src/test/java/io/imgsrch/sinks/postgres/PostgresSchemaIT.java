package io.imgsrch.sinks.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
final class PostgresSchemaIT {
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
  void tasksThatCreateItAtOnceAllSucceed() throws Exception {
    var settings = database.freshSettings();
    var threads = Executors.newFixedThreadPool(8);
    try {
      var tasks = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        tasks.add(
            threads.submit(
                () -> {
                  ensure(settings);
                  return null;
                }));
      }
      for (var task : tasks) {
        task.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(database.row("SELECT count(*) FROM " + schema(settings) + ".schema_version"))
        .isEqualTo("1");
    assertThat(database.row("SELECT count(*) FROM " + schema(settings) + ".offers")).isEqualTo("0");
  }

  @Test
  void anotherColumnTypeIsNamed() throws Exception {
    var settings = database.freshSettings();
    ensure(settings);
    database.execute("ALTER TABLE " + schema(settings) + ".images ALTER width TYPE bigint");
    database.execute("ALTER TABLE " + schema(settings) + ".images DROP height");

    assertThatThrownBy(() -> ensure(settings))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining(schema(settings) + ".images")
        .hasMessageContaining("width should be integer and is bigint")
        .hasMessageContaining("height should be integer and is missing")
        .hasMessageContaining("postgres.schema");
  }

  @Test
  void anotherVersionIsNamed() throws Exception {
    var settings = database.freshSettings();
    ensure(settings);
    database.execute("UPDATE " + schema(settings) + ".schema_version SET version = 99");

    assertThatThrownBy(() -> ensure(settings))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("expected version 1, found version 99");
  }

  @Test
  void aNameThatIsNoIdentifierIsRefused() {
    assertThatThrownBy(() -> new PostgresSchema("x; DROP TABLE y"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("postgres.schema");
  }

  private void ensure(Settings settings) throws Exception {
    try (var connection = database.connect()) {
      connection.setAutoCommit(false);
      new PostgresSchema(schema(settings)).ensure(connection);
    }
  }

  private static String schema(Settings settings) {
    return settings.get(PostgresOptions.SCHEMA);
  }
}
