package io.imgsrch.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.fault.Disturbance;
import io.imgsrch.local.fault.FaultProxy;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;

/** A running platform of short deadlines, with a proxy before each store and the picture host. */
final class DisturbedShop implements AutoCloseable {
  /** Of a flush. */
  static final Duration FLUSH = Duration.ofSeconds(3);

  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  final Shop shop;
  final FaultProxy milvus;
  final FaultProxy postgres;
  final FaultProxy pictures;
  final ChangingHost changing;

  private DisturbedShop(
      Shop shop,
      FaultProxy milvus,
      FaultProxy postgres,
      FaultProxy pictures,
      ChangingHost changing) {
    this.shop = shop;
    this.milvus = milvus;
    this.postgres = postgres;
    this.pictures = pictures;
    this.changing = changing;
  }

  static DisturbedShop open(Path directory) throws Exception {
    var ports = TestPorts.draw();
    var milvus = FaultProxy.open("Milvus", ports.milvus());
    var postgres = FaultProxy.open("PostgreSQL", ports.postgres());
    var pictures = FaultProxy.open("pictures", ports.pictures());
    var changing = new ChangingHost();
    try {
      var shop =
          Shop.open(
              ports,
              directory,
              shortDeadlines("127.0.0.1:" + pictures.port() + "," + changing.hostAndPort()),
              CHECKPOINTS,
              jobs ->
                  jobs.with(MilvusOptions.ADDRESS, "http://127.0.0.1:" + milvus.port(), "test")
                      .with(PostgresOptions.URL, detour(jobs, ports, postgres), "test"));
      return new DisturbedShop(shop, milvus, postgres, pictures, changing);
    } catch (Exception e) {
      close(milvus, postgres, pictures, changing);
      throw e;
    }
  }

  private static Settings shortDeadlines(String hosts) {
    var flush = Long.toString(FLUSH.toMillis());
    return Settings.of(List.of())
        .with(FetchOptions.ALLOWED_HOSTS, hosts, "test")
        .with(FetchOptions.REQUEST_TIMEOUT, "2000", "test")
        .with(FetchOptions.MAX_ATTEMPTS, "10", "test")
        .with(FetchOptions.RETRY_DELAY, "50", "test")
        .with(MilvusOptions.CONNECT_TIMEOUT, "2000", "test")
        .with(MilvusOptions.SETUP_TIMEOUT, "15000", "test")
        .with(MilvusOptions.REQUEST_TIMEOUT, "2000", "test")
        .with(MilvusOptions.FLUSH_TIMEOUT, flush, "test")
        .with(PostgresOptions.STATEMENT_TIMEOUT, "2000", "test")
        .with(PostgresOptions.FLUSH_TIMEOUT, flush, "test")
        .with(ReliabilityOptions.INIT_MAX_RETRIES, "20", "test")
        .with(ReliabilityOptions.INIT_MAX_DELAY, "1", "test");
  }

  private static String detour(Settings jobs, Ports ports, FaultProxy postgres) {
    return jobs.get(PostgresOptions.URL).replace(":" + ports.postgres(), ":" + postgres.port());
  }

  /** Lists a product whose picture comes through the proxy; returns the trace id. */
  String listByDetour(long merchant, String product, long version, Path file) throws Exception {
    var url = shop.address(file).replace(":" + shop.ports.pictures(), ":" + pictures.port());
    return shop.list(merchant, product, version, "Things", List.of(EventPicture.at(url)));
  }

  /**
   * Whether the state, Milvus and PostgreSQL hold this version of a product, and a search for its
   * picture finds it once.
   */
  boolean reflects(long merchant, String product, long version, Path picture) throws Exception {
    var pk = Digest.sha256(Files.readAllBytes(picture));
    var hits =
        shop.search(picture, merchant).stream()
            .filter(hit -> hit.productId().equals(product))
            .toList();
    return hits.size() == 1
        && hits.get(0).contentVersion() == version
        && hits.get(0).imagePk().equals(pk)
        && archived(merchant, product).equals("%d true false {%s}".formatted(version, pk));
  }

  /** Version, availability, whether pictures are on their way, and pictures, in PostgreSQL. */
  String archived(long merchant, String product) throws Exception {
    var url = shop.platform().servers().postgres().jdbcUrl();
    try (var connection = DriverManager.getConnection(url);
        var query =
            connection.prepareStatement(
                """
                SELECT concat_ws(' ', content_version, available::text, fetching::text,
                                 image_pks::text)
                FROM imgsrch.offers WHERE merchant_id = ? AND product_id = ?""")) {
      query.setLong(1, merchant);
      query.setString(2, product);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }

  /** Whether PostgreSQL holds the vector of a picture. */
  boolean archivesVector(String imagePk) throws Exception {
    var url = shop.platform().servers().postgres().jdbcUrl();
    try (var connection = DriverManager.getConnection(url);
        var query =
            connection.prepareStatement(
                "SELECT cardinality(vector) > 0 FROM imgsrch.images WHERE image_pk = ?")) {
      query.setString(1, imagePk);
      try (var row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** How often a job went back to a checkpoint. */
  long restores(String job) throws Exception {
    return checkpoints(job).path("restored").asLong();
  }

  /** How many checkpoints of a job failed. */
  long failedCheckpoints(String job) throws Exception {
    return checkpoints(job).path("failed").asLong();
  }

  /** How many checkpoints of a job were completed. */
  long completedCheckpoints(String job) throws Exception {
    return checkpoints(job).path("completed").asLong();
  }

  private JsonNode checkpoints(String job) throws Exception {
    for (var overview : JSON.readTree(flink("/jobs/overview")).path("jobs")) {
      if (overview.path("name").asText().equals(job)) {
        var path = "/jobs/" + overview.path("jid").asText() + "/checkpoints";
        return JSON.readTree(flink(path)).path("counts");
      }
    }
    throw new IllegalStateException("no job " + job);
  }

  private String flink(String path) throws Exception {
    return shop.get(shop.ports.flink(), path);
  }

  /** Ends every disturbance. */
  void calm() throws IOException {
    for (var proxy : List.of(milvus, postgres, pictures)) {
      proxy.set(Disturbance.NONE);
    }
  }

  private static void close(AutoCloseable... detours) throws Exception {
    for (var detour : detours) {
      detour.close();
    }
  }

  @Override
  public void close() throws Exception {
    shop.close();
    close(milvus, postgres, pictures, changing);
  }
}
