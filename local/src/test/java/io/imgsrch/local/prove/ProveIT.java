package io.imgsrch.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.local.Platform;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.DeleteReq;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small proof on a running platform; and the proof that it can fail. */
class ProveIT {
  private static final int EVENTS = 300;
  private static final Proof.Plan PLAN = new Proof.Plan(3, EVENTS, 3, Duration.ofMinutes(3));

  @TempDir private static Path directory;

  private static ProofRun run;
  private static Platform platform;
  private static Proof.Result result;

  @BeforeAll
  static void prove() throws Exception {
    run = ProofRun.of(PLAN, directory);
    platform = run.platform;
    result = run.result;
  }

  @AfterAll
  static void end() throws Exception {
    run.close();
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
  void aRowThatGoesBackIsNamedAlthoughItCameForthAgain() throws Exception {
    var change =
        "UPDATE imgsrch.offers SET content_version = content_version %s WHERE merchant_id = 99";
    update(change.formatted("- 1"));
    update(change.formatted("+ 1"));
    assertThat(PostgresWitness.lies(platform.settings()))
        .singleElement()
        .matches(lie -> lie.kind() == Lie.Kind.RESURRECTED && lie.key().equals("99/canary"));
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
    var pictures = Pictures.of(ProofRun.SAMPLES, 60, Proof.pictureAddress(run.detours));
    var world = World.of(Log.model(settings, pictures, at -> {}));
    try (var comparison = new Comparison(settings, pictures, 1, run.api())) {
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
