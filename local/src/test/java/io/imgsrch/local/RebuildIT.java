package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import io.imgsrch.local.cli.FailureLog;
import io.imgsrch.local.cli.Imgsrch;
import io.imgsrch.local.rebuild.KafkaRecordLog;
import io.imgsrch.sinks.milvus.MilvusRebuild;
import io.imgsrch.sinks.milvus.VectorDigests;
import io.imgsrch.sinks.postgres.PostgresRebuild;
import io.imgsrch.sinks.postgres.PostgresSchema;
import io.imgsrch.sinks.postgres.TableDigests;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.vector.request.DeleteReq;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds of the stores of a running platform, while events flow and searches run. */
@Timeout(300)
class RebuildIT {
  private static final int PICTURES = 40;
  private static final int LAST_PICTURE = 400;
  private static final long MERCHANT = 1;

  @TempDir private static Path directory;
  private static Shop shop;
  private static int listed = PICTURES;
  private static int version;
  private static Settings settings;
  private static Path config;

  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean end = new AtomicBoolean();
  private final AtomicInteger searches = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();

  @BeforeAll
  static void open() throws Exception {
    shop =
        Shop.open(
            directory,
            // All run in one process here: a read of the state may have to wait for a processor.
            Settings.of(List.of()).with(QueryOptions.STATE_TIMEOUT, "4000", "test"));
    settings = shop.platform().settings();
    config = directory.resolve("deployment.yaml");
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
    for (int number = 1; number <= PICTURES; number++) {
      shop.list(MERCHANT, "p" + number, 1, Shop.picture(number));
    }
    for (int number = 1; number <= PICTURES; number++) {
      var imagePk = pk(number);
      eventually(() -> shop.hitsOf(imagePk, MERCHANT) == 1);
    }
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  @AfterEach
  void disarm() {
    Failpoint.disarmAll();
  }

  @Test
  void milvusIsBuiltAgainWhileItServes() throws Exception {
    var damaged = IntStream.rangeClosed(1, 5).mapToObj(RebuildIT::pk).toList();
    deleteFromMilvus(damaged);
    eventually(() -> shop.hitsOf(damaged.get(0), MERCHANT) == 0);
    // A rebuild that was killed.
    MilvusRebuild.begin(settings, noSecrets(), dimension(), said -> {}).close();

    var out = whileTheShopWorks(() -> rebuild("milvus"));

    assertThat(out).contains("which an earlier rebuild left or kept", "Switched:", "Dropped ");
    for (var imagePk : damaged) {
      assertThat(shop.hitsOf(imagePk, MERCHANT)).isEqualTo(1);
    }
    eventually(() -> milvusIsWhatTheTopicSays());
  }

  @Test
  void postgresIsBuiltAgainWhileItServes() throws Exception {
    sql("DELETE FROM imgsrch.offers WHERE product_id IN ('p1', 'p2')");
    sql("UPDATE imgsrch.offers SET price_minor = 1, content_version = 999 WHERE product_id = 'p3'");
    sql("UPDATE imgsrch.images SET width = 1");
    sql("DELETE FROM imgsrch.bitmaps");
    PostgresRebuild.begin(settings, noSecrets(), said -> {}).close();

    var out = whileTheShopWorks(() -> rebuild("postgres"));

    assertThat(out).contains("which an earlier rebuild left or kept", "Switched:", "Dropped ");
    eventually(() -> postgresIsWhatTheTopicsSay());
  }

  @FunctionalInterface
  private interface Work {
    String run() throws Exception;
  }

  /**
   * Does something while known pictures are searched for and products change; no search may fail,
   * no picture be fetched or embedded but those of the products, and no job start again.
   */
  private String whileTheShopWorks(Work work) throws Exception {
    var fetches = Failpoint.FETCH.arm(Fault.counting());
    var inferences = Failpoint.INFERENCE.arm(Fault.counting());
    int listedBefore = listed;
    var threads = Executors.newFixedThreadPool(3);
    try {
      var running =
          List.<Future<?>>of(
              threads.submit(this::search),
              threads.submit(this::search),
              threads.submit(this::trade));
      eventually(() -> changes.get() > 10 && searches.get() > 20);
      int before = changes.get();
      var out = work.run();
      assertThat(changes.get()).isGreaterThan(before);
      end.set(true);
      for (var each : running) {
        each.get();
      }
      assertThat(failures).isEmpty();
      int newPictures = listed - listedBefore;
      for (int number = listedBefore + 1; number <= listed; number++) {
        var imagePk = pk(number);
        eventually(() -> shop.hitsOf(imagePk, MERCHANT) == 1);
      }
      assertThat(inferences.reached()).isEqualTo(newPictures);
      assertThat(fetches.reached()).isEqualTo(newPictures);
      assertThat(out).contains("Equal: ");
      System.out.printf(
          "%d searches and %d changes, %d of them new pictures%n%s",
          searches.get(), changes.get(), newPictures, out);
      return out;
    } finally {
      end.set(true);
      threads.shutdownNow();
    }
  }

  /** Pictures that nobody damaged, and that nobody withdraws. */
  private void search() {
    for (int i = 0; !end.get(); i++) {
      int number = 11 + i % 10;
      try {
        int hits = shop.hitsOf(pk(number), MERCHANT);
        if (hits != 1) {
          failures.add("picture " + number + " had " + hits + " hits");
        }
        searches.incrementAndGet();
      } catch (Exception e) {
        failures.add(e.toString());
      }
    }
  }

  /** Availability goes on and off, and now and then there is a product with a new picture. */
  private void trade() {
    try {
      for (int i = 0; !end.get(); i++) {
        int number = 31 + i % 10;
        shop.setAvailable(MERCHANT, "p" + number, ++version, i % 3 != 0);
        if (i % 20 == 0 && listed < LAST_PICTURE) {
          int next = listed + 1;
          shop.list(MERCHANT, "p" + next, 1, Shop.picture(next));
          listed = next;
        }
        changes.incrementAndGet();
      }
    } catch (Exception e) {
      failures.add(e.toString());
    }
  }

  private static String rebuild(String store) throws Exception {
    var out = new StringWriter();
    var line =
        Imgsrch.commandLine(new FailureLog(directory.resolve("commands.log")))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));
    int exit = line.execute("rebuild", store, "--config", config.toString());
    assertThat(exit).as(out.toString()).isZero();
    return out.toString();
  }

  private static boolean milvusIsWhatTheTopicSays() throws Exception {
    var expected = new HashMap<String, Long>();
    newest(
        Topic.IMAGES,
        item -> {
          var image = EventJson.read(item.value(), ImageVector.class);
          expected.put(
              image.imagePk(),
              RowDigest.ofVector(image.imagePk(), image.modelId(), image.vector()));
        });
    try (var milvus = VectorDigests.open(settings, noSecrets(), Duration.ofSeconds(20))) {
      return sum(milvus.blocks()).equals(sum(expected));
    }
  }

  private static boolean postgresIsWhatTheTopicsSay() throws Exception {
    var offers = new HashMap<String, Long>();
    var images = new HashMap<String, Long>();
    var bitmaps = new HashMap<String, Long>();
    newest(
        Topic.OFFERS,
        item -> {
          var offer = EventJson.read(item.value(), Offer.class);
          offers.put(offer.key(), RowDigest.of(offer));
        });
    newest(
        Topic.IMAGES,
        item -> {
          var image = EventJson.read(item.value(), ImageVector.class);
          images.put(image.imagePk(), RowDigest.of(image));
        });
    newest(
        Topic.BITMAPS,
        item -> {
          var bitmap = EventJson.read(item.value(), MerchantBitmap.class);
          bitmaps.put(bitmap.imagePk(), RowDigest.of(bitmap, item.partition(), item.offset()));
        });
    return archived(TableDigests.OFFERS).equals(sum(offers))
        && archived(TableDigests.IMAGES).equals(sum(images))
        && archived(TableDigests.BITMAPS).equals(sum(bitmaps));
  }

  private static BlockDigest archived(String table) throws Exception {
    var schema = new PostgresSchema(settings.get(PostgresOptions.SCHEMA));
    try (var connection = DriverManager.getConnection(settings.get(PostgresOptions.URL))) {
      connection.setAutoCommit(false);
      return sum(new TableDigests(schema, table).blocks(connection));
    }
  }

  private static BlockDigest sum(Map<?, ?> digests) {
    var sum = BlockDigest.EMPTY;
    for (var each : digests.values()) {
      sum = each instanceof BlockDigest block ? sum.plus(block) : sum.plus((Long) each);
    }
    return sum;
  }

  @FunctionalInterface
  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> item) throws IOException;
  }

  private static void newest(Topic topic, Reader reader) throws Exception {
    try (var log = KafkaRecordLog.of(settings)) {
      log.read(log.beginnings(topic), log.ends(topic), reader::read);
    }
  }

  private static void deleteFromMilvus(List<String> imagePks) {
    var client =
        new MilvusClientV2(
            ConnectConfig.builder()
                .uri(settings.get(MilvusOptions.ADDRESS))
                .rpcDeadlineMs(20_000)
                .build());
    try {
      var keys = "image_pk in [\"%s\"]".formatted(String.join("\",\"", imagePks));
      client.delete(
          DeleteReq.builder()
              .collectionName(settings.get(MilvusOptions.COLLECTION))
              .filter(keys)
              .build());
    } finally {
      client.close();
    }
  }

  private static void sql(String statement) throws Exception {
    try (var connection = DriverManager.getConnection(settings.get(PostgresOptions.URL));
        var changing = connection.createStatement()) {
      changing.execute(statement);
    }
  }

  private static int dimension() {
    return settings.get(EmbedOptions.DIMENSION);
  }

  private static Secrets noSecrets() {
    return Secrets.from(Map.of());
  }

  private static String pk(int number) {
    try {
      return Digest.sha256(Files.readAllBytes(Shop.picture(number)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
