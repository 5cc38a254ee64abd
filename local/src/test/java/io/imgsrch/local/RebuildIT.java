package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.local.cli.FailureLog;
import io.imgsrch.local.cli.Imgsrch;
import io.imgsrch.sinks.milvus.MilvusRebuild;
import io.imgsrch.sinks.postgres.PostgresRebuild;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds of the stores of a running platform, while events flow and searches run. */
@Timeout(300)
class RebuildIT {
  private static final int DAMAGED = 2 * BusyShop.STEADY + 1;
  private static final int PRODUCTS = DAMAGED + 4;
  private static final Secrets NO_SECRETS = Secrets.from(Map.of());

  @TempDir private static Path directory;
  private static Shop shop;
  private static BusyShop busy;
  private static Tampering tampering;
  private static Settings settings;

  @BeforeAll
  static void open() throws Exception {
    shop =
        Shop.open(
            directory,
            Settings.of(List.of())
                .with(ReconcileOptions.REPAIR, "false", "test")
                // So that every search asks Milvus.
                .with(QueryOptions.RESIDENT_VECTORS_MB, "0", "test")
                // All run in one process here: a read of the state may wait for a processor.
                .with(QueryOptions.STATE_TIMEOUT, "4000", "test"));
    settings = shop.platform().settings();
    tampering = new Tampering(settings);
    busy = new BusyShop(shop, PRODUCTS);
    eventually(RebuildIT::storesAreWhatTheTopicsSay);
  }

  @AfterAll
  static void close() throws Exception {
    tampering.close();
    shop.close();
  }

  @Test
  void milvusIsBuiltAgainWhileItServes() throws Exception {
    for (int number = DAMAGED; number <= PRODUCTS; number++) {
      tampering.deleteVector(BusyShop.pk(number));
    }
    tampering.putVector("f".repeat(64), new float[settings.get(EmbedOptions.DIMENSION)]);
    eventually(() -> shop.hitsOf(BusyShop.pk(DAMAGED), BusyShop.MERCHANT) == 0);
    int dimension = settings.get(EmbedOptions.DIMENSION);
    MilvusRebuild.begin(settings, NO_SECRETS, dimension, said -> {}).close(); // as if killed

    var said = busy.meanwhile(() -> rebuild("milvus"));

    assertThat(said)
        .contains("which an earlier rebuild left or kept", "Equal: ", "Switched:", "Dropped ");
    eventually(RebuildIT::storesAreWhatTheTopicsSay);
  }

  @Test
  void postgresIsBuiltAgainWhileItServes() throws Exception {
    damage("DELETE FROM imgsrch.offers WHERE product_id = 'p%d'", DAMAGED);
    damage("UPDATE imgsrch.offers SET content_version = 9 WHERE product_id = 'p%d'", DAMAGED + 1);
    tampering.sql("UPDATE imgsrch.images SET width = 1");
    tampering.sql("DELETE FROM imgsrch.bitmaps");
    assertThat(storesAreWhatTheTopicsSay()).isFalse();
    PostgresRebuild.begin(settings, NO_SECRETS, said -> {}).close(); // as if killed

    var said = busy.meanwhile(() -> rebuild("postgres"));

    assertThat(said)
        .contains("which an earlier rebuild left or kept", "Equal: ", "Switched:", "Dropped ");
    eventually(RebuildIT::storesAreWhatTheTopicsSay);
  }

  @Test
  void theMirrorIsBuiltAgainWhileItServes() throws Exception {
    var said =
        busy.meanwhile(
            () -> run("rebuild", "mirror", "--api", Shop.local(shop.ports.api()).toString()));

    assertThat(said).containsPattern("digest [0-9a-f]{16}\n").contains("Switched: ");
    assertThat(shop.get(shop.ports.api(), "/v1/mirror"))
        .contains("\"builds\":2", "\"building\":false");
  }

  private static void damage(String statement, int product) throws Exception {
    assertThat(tampering.sql(statement.formatted(product))).isEqualTo(1);
  }

  private static boolean storesAreWhatTheTopicsSay() throws Exception {
    return StoreDigests.ofStores(settings).equals(StoreDigests.ofTopics(settings));
  }

  private static String rebuild(String store) throws Exception {
    var config = directory.resolve("deployment.yaml");
    Files.writeString(
        config,
        """
        kafka: {bootstrap_servers: "%s"}
        milvus: {address: "%s"}
        postgres: {url: "%s"}
        """
            .formatted(
                settings.get(KafkaOptions.BOOTSTRAP_SERVERS),
                settings.get(MilvusOptions.ADDRESS),
                settings.get(PostgresOptions.URL)));
    return run("rebuild", store, "--config", config.toString());
  }

  private static String run(String... command) {
    var out = new StringWriter();
    var line =
        Imgsrch.commandLine(new FailureLog(directory.resolve("commands.log")))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));
    assertThat(line.execute(command)).as(out.toString()).isZero();
    System.out.println(out);
    return out.toString();
  }
}
