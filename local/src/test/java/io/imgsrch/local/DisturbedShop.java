package io.imgsrch.local;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.client.UnavailableException;
import io.imgsrch.local.client.UnreachableException;
import io.imgsrch.local.fault.Disturbance;
import io.imgsrch.local.fault.FaultProxy;
import io.imgsrch.local.server.Cache;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import io.imgsrch.local.server.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A running platform of short deadlines, with a proxy before Kafka, each store and the picture
 * host. Its checkpoints are on a {@link FillableDisk}.
 */
final class DisturbedShop implements AutoCloseable {
  /** Of a flush. */
  static final Duration FLUSH = Duration.ofSeconds(3);

  /** For a platform that recovers, on a machine that does other things too. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Beside the platform's own, for a job that is rescaled to one task more. */
  private static final int EXTRA_SLOTS = 2;

  private static final Duration CHECKPOINTS = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  final Shop shop;
  final FaultProxy kafka;
  final FaultProxy milvus;
  final FaultProxy postgres;
  final FaultProxy pictures;
  final ChangingHost changing;

  private DisturbedShop(
      Shop shop,
      FaultProxy kafka,
      FaultProxy milvus,
      FaultProxy postgres,
      FaultProxy pictures,
      ChangingHost changing) {
    this.shop = shop;
    this.kafka = kafka;
    this.milvus = milvus;
    this.postgres = postgres;
    this.pictures = pictures;
    this.changing = changing;
  }

  static DisturbedShop open(Path directory) throws Exception {
    var ports = TestPorts.draw();
    var kafka = FaultProxy.open("Kafka", ports.kafka());
    var milvus = FaultProxy.open("Milvus", ports.milvus());
    var postgres = FaultProxy.open("PostgreSQL", ports.postgres());
    var pictures = FaultProxy.open("pictures", ports.pictures());
    var changing = new ChangingHost();
    try {
      var shop =
          Shop.open(
              plan(ports, directory, kafka.port()),
              shortDeadlines("127.0.0.1:" + pictures.port() + "," + changing.hostAndPort()),
              jobs ->
                  jobs.with(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:" + kafka.port(), "test")
                      .with(MilvusOptions.ADDRESS, "http://127.0.0.1:" + milvus.port(), "test")
                      .with(PostgresOptions.URL, detour(jobs, ports, postgres), "test"));
      return new DisturbedShop(shop, kafka, milvus, postgres, pictures, changing);
    } catch (Exception e) {
      close(kafka, milvus, postgres, pictures, changing);
      throw e;
    }
  }

  private static Servers.Plan plan(Ports ports, Path directory, int kafkaPort) throws IOException {
    var data = DataDirectory.kept(directory);
    return new Servers.Plan(
        Cache.ofUser(),
        data,
        ports,
        Optional.empty(),
        Platform.SLOTS + EXTRA_SLOTS,
        CHECKPOINTS,
        progress -> {},
        kafkaPort,
        flinkSettings(data));
  }

  /** A checkpoint that times out is waited for. */
  private static Map<String, String> flinkSettings(DataDirectory data) {
    var settings =
        new HashMap<>(FillableDisk.forCheckpointsIn(data.flink().resolve("checkpoints")));
    settings.put("execution.checkpointing.timeout", "10 s");
    return settings;
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
        // So that there can be more pictures than it holds.
        .with(QueryOptions.RESIDENT_VECTORS_MB, ManyPictures.EXCEEDED_MB, "test")
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
   * picture finds it once, whichever way it goes.
   */
  boolean reflects(long merchant, String product, long version, Path picture) throws Exception {
    var pk = Digest.sha256(Files.readAllBytes(picture));
    var hits =
        shop.search(picture, merchant).stream()
            .filter(hit -> hit.productId().equals(product))
            .toList();
    return milvusHolds(merchant, product, pk)
        && hits.size() == 1
        && hits.get(0).contentVersion() == version
        && hits.get(0).imagePk().equals(pk)
        && archived(merchant, product).equals("%d true false {%s}".formatted(version, pk));
  }

  /** Whether Milvus holds the picture of a product that has no other. */
  private boolean milvusHolds(long merchant, String product, String imagePk) throws Exception {
    var images = shop.product(merchant, product).path("images");
    return images.size() == 1
        && images.get(0).path("image_pk").asText().equals(imagePk)
        && images.get(0).path("searchable").asBoolean();
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
                FROM imgsrch.offers WHERE merchant_id = ? AND product_id = ?\
                """)) {
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

  /** What Flink shows of the failures of a job. */
  String failures(String job) throws Exception {
    return flink("/jobs/" + id(job) + "/exceptions");
  }

  /** Returns when the replays of faults that went before are over in the jobs that keep state. */
  void awaitQuiet() throws Exception {
    var before = new EnumMap<Job, Long>(Job.class);
    for (var job : List.of(Job.INDEX, Job.VALIDITY, Job.ARCHIVE)) {
      before.put(job, completedCheckpoints(job.jobName()));
    }
    before.forEach(
        (job, count) -> eventually(() -> completedCheckpoints(job.jobName()) > count + 1));
  }

  private JsonNode checkpoints(String job) throws Exception {
    return JSON.readTree(flink("/jobs/" + id(job) + "/checkpoints")).path("counts");
  }

  /** Of the run that began last. */
  private String id(String job) throws Exception {
    JsonNode newest = MissingNode.getInstance();
    for (var run : JSON.readTree(flink("/jobs/overview")).path("jobs")) {
      if (run.path("name").asText().equals(job)
          && run.path("start-time").asLong() > newest.path("start-time").asLong()) {
        newest = run;
      }
    }
    if (newest.isMissingNode()) {
      throw new IllegalStateException("no job " + job);
    }
    return newest.path("jid").asText();
  }

  /** Asks again and again until it is so. No answer, for a while, is no answer yet. */
  static void eventually(Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsMatching(DisturbedShop::isNoAnswer)
        .until(condition);
  }

  private static boolean isNoAnswer(Throwable failure) {
    return failure instanceof UnavailableException
        || failure instanceof UnreachableException
        || String.valueOf(failure.getMessage()).contains("SEARCH_TIMEOUT");
  }

  private String flink(String path) throws Exception {
    return shop.get(shop.ports.flink(), path);
  }

  /** Ends every disturbance. */
  void calm() throws IOException {
    FillableDisk.free();
    for (var proxy : List.of(kafka, milvus, postgres, pictures)) {
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
    close(kafka, milvus, postgres, pictures, changing);
  }
}
