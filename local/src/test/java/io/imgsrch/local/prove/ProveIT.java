package io.imgsrch.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.local.Platform;
import io.imgsrch.local.server.Cache;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Logs;
import io.imgsrch.local.server.Servers;
import io.imgsrch.local.server.TestPorts;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.DeleteReq;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small proof on a running platform; and the proof that it can fail. */
class ProveIT {
  private static final Path SAMPLES = Path.of("sample", "images");
  private static final int EVENTS = 300;
  private static final Proof.Plan PLAN = new Proof.Plan(3, EVENTS, 3, Duration.ofMinutes(3));

  @TempDir private static Path directory;

  private static DataDirectory data;
  private static Platform platform;
  private static Api api;
  private static Proof.Result result;

  @BeforeAll
  static void prove() throws Exception {
    var ports = TestPorts.draw();
    data = DataDirectory.kept(directory);
    Logs.into(Path.of("target", "platform-logs"));
    platform =
        Platform.start(
            new Servers.Plan(
                Cache.ofUser(),
                data,
                ports,
                Optional.empty(),
                Platform.SLOTS + Proof.EXTRA_SLOTS,
                Duration.ofSeconds(5),
                said -> {}),
            Proof.settings(Settings.of(List.of())));
    api = new Api(ports.api());
    result = Proof.run(PLAN, platform, ports.api(), SAMPLES, System.out::println);
  }

  @AfterAll
  static void end() throws Exception {
    platform.close();
    data.close();
  }

  @Test
  void everyPromiseIsKeptUnderFaults() {
    var verdict = result.verdict();
    assertThat(verdict.lies()).isEmpty();
    assertThat(verdict.faults()).hasSize(3).allMatch(fault -> fault.recovered() > 0);
    assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(EVENTS + 3);
    assertThat(verdict.refused()).isPositive();
    assertThat(verdict.answered()).isPositive();
  }

  @Test
  void aRowThatIsChangedBehindItsBackIsNamed() throws Exception {
    var key = "99/canary";
    var change = "UPDATE imgsrch.offers SET price_minor = price_minor %s WHERE merchant_id = 99";
    update(change.formatted("+ 1"));
    try {
      assertThat(differences())
          .singleElement()
          .matches(lie -> lie.where().equals("PostgreSQL offers") && lie.key().equals(key));
    } finally {
      update(change.formatted("- 1"));
    }
  }

  @Test
  void aVectorThatIsDeletedBehindItsBackIsNamed() throws Exception {
    var imagePk = MilvusView.read(platform.settings()).vectors().keySet().iterator().next();
    delete(imagePk);
    assertThat(differences())
        .singleElement()
        .isEqualTo(new Lie(Lie.Kind.LOST, "Milvus", imagePk, "a row", "nothing"));
  }

  private static List<Lie> differences() throws Exception {
    var settings = platform.settings();
    var host = "http://" + platform.servers().pictures().hostAndPort() + "/pictures/";
    var pictures = Pictures.of(SAMPLES, 60, host);
    var world = World.of(Log.model(settings, pictures, at -> {}));
    try (var comparison = new Comparison(settings, pictures, 1, api)) {
      return comparison.differences(world);
    }
  }

  private static void update(String statement) throws SQLException {
    var settings = platform.settings();
    try (var connection =
            DriverManager.getConnection(
                settings.get(PostgresOptions.URL), settings.get(PostgresOptions.USER), null);
        var update = connection.createStatement()) {
      assertThat(update.executeUpdate(statement)).isEqualTo(1);
    }
  }

  private static void delete(String imagePk) {
    var settings = platform.settings();
    var client =
        new MilvusClientV2(
            ConnectConfig.builder().uri(settings.get(MilvusOptions.ADDRESS)).build());
    try {
      client.delete(
          DeleteReq.builder()
              .collectionName(settings.get(MilvusOptions.COLLECTION))
              .ids(List.of(imagePk))
              .build());
    } finally {
      client.close();
    }
  }
}
