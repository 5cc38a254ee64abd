package io.imgsrch.sinks.postgres;

import static io.imgsrch.sinks.postgres.TestOffers.offer;
import static io.imgsrch.sinks.postgres.TestOffers.revision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.sinks.batch.BatchStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class PostgresSinkIT {
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
  void aCheckpointPutsEveryRowIntoItsTable() throws Exception {
    var settings = database.freshSettings();
    var offers = new ArrayList<io.imgsrch.config.event.Offer>();
    for (int version = 1; version <= 3; version++) {
      for (int product = 0; product < 700; product++) {
        offers.add(offer("p" + product, revision(version, 0, "ab"), null));
      }
    }
    checkpoint(PostgresSinks.offers(settings), offers);
    assertThat(
            database.row(
                "SELECT count(*), min(content_version) FROM " + schema(settings) + ".offers"))
        .isEqualTo("700|3");
  }

  @Test
  void vectorsAreKeptExactly() throws Exception {
    var settings = database.freshSettings();
    var vector = new float[] {0.1f, -1.17549435E-38f, 3.4028235E38f};
    checkpoint(
        PostgresSinks.images(settings),
        List.of(
            new ImageVector("aa", "old", new float[] {1}, 1, 1, TestOffers.TRACE),
            new ImageVector("aa", "model", vector, 640, 480, TestOffers.TRACE)));
    assertThat(
            database.row(
                "SELECT model_id, vector = ARRAY[0.1, -1.17549435E-38, 3.4028235E38]::real[],"
                    + " width, height FROM "
                    + schema(settings)
                    + ".images"))
        .isEqualTo("model|t|640|480");
  }

  @Test
  void aBitmapNeverGoesBackToAnEarlierOffset() throws Exception {
    var settings = database.freshSettings();
    checkpoint(PostgresSinks.bitmaps(settings), List.of(bitmap(1, 10), bitmap(2, 12)));
    checkpoint(PostgresSinks.bitmaps(settings), List.of(bitmap(3, 11)));
    var query =
        "SELECT encode(merchants, 'hex'), source_partition, source_offset FROM "
            + schema(settings)
            + ".bitmaps";
    assertThat(database.row(query)).isEqualTo("02|4|12");
    checkpoint(PostgresSinks.bitmaps(settings), List.of(bitmap(5, 12)));
    assertThat(database.row(query)).isEqualTo("05|4|12");
  }

  @Test
  void aStatementThatHangsEndsAndMayBeRetried() throws Exception {
    var settings = database.freshSettings().with(PostgresOptions.STATEMENT_TIMEOUT, "200", "test");
    BatchStore<ArchivedBitmap> store =
        PostgresStore.open(settings, TestDatabase.SECRETS, new BitmapTable());
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE " + schema(settings) + ".bitmaps IN EXCLUSIVE MODE");
      assertThatThrownBy(() -> store.write(List.of(bitmap(1, 1))))
          .hasStackTraceContaining("statement timeout")
          .matches(store::isTransient, "is transient");
      connection.rollback();
      store.write(List.of(bitmap(1, 1)));
    } finally {
      store.close();
    }
    assertThat(database.row("SELECT count(*) FROM " + schema(settings) + ".bitmaps"))
        .isEqualTo("1");
  }

  @Test
  void aMissingTableIsNoTransientFailure() throws Exception {
    var settings = database.freshSettings();
    BatchStore<ArchivedBitmap> store =
        PostgresStore.open(settings, TestDatabase.SECRETS, new BitmapTable());
    try {
      database.execute("DROP TABLE " + schema(settings) + ".bitmaps");
      assertThatThrownBy(() -> store.write(List.of(bitmap(1, 1))))
          .matches(failure -> !store.isTransient(failure), "is not transient");
    } finally {
      store.close();
    }
  }

  private static ArchivedBitmap bitmap(int merchants, long offset) {
    return new ArchivedBitmap(
        new MerchantBitmap("aa", new byte[] {(byte) merchants}, TestOffers.TRACE), 4, offset);
  }

  private static <T> void checkpoint(Sink<T> sink, List<T> rows) throws Exception {
    var travelled = InstantiationUtil.clone(sink);
    var harness =
        new OneInputStreamOperatorTestHarness<T, CommittableMessage<Void>>(
            new SinkWriterOperatorFactory<>(travelled));
    try {
      harness.open();
      for (var row : rows) {
        harness.processElement(row, 0);
      }
      harness.prepareSnapshotPreBarrier(1);
    } finally {
      harness.close();
    }
  }

  private static String schema(Settings settings) {
    return settings.get(PostgresOptions.SCHEMA);
  }
}
