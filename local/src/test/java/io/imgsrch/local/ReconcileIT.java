package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.Blocks;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import io.imgsrch.operators.validity.Merchants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Single rows, changed behind the jobs' backs; rounds come faster than they do by default. */
@Timeout(600)
@TestMethodOrder(OrderAnnotation.class)
class ReconcileIT {
  private static final int PRODUCTS = 12;
  private static final String FOREIGN_VECTOR = Digest.sha256(new byte[] {4, 3});
  private static final Duration FOUR_ROUNDS = Duration.ofSeconds(40);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path directory;
  private static Shop shop;
  private static Tampering tampering;

  @BeforeAll
  static void open() throws Exception {
    var settings =
        Settings.of(List.of())
            .with(ReconcileOptions.INTERVAL, "5000", "test")
            .with(ReconcileOptions.TOPIC_PATIENCE, "4000", "test")
            .with(ReconcileOptions.COUNT_INTERVAL, "1000", "test")
            .with(ReconcileOptions.EJECT_ABOVE, "3", "test")
            .with(ReconcileOptions.SERVE_BELOW, "2", "test");
    shop = Shop.open(directory, settings);
    tampering = new Tampering(shop.platform().settings());
    for (int product = 0; product < PRODUCTS; product++) {
      shop.list(1, "p" + product, 1, picture(product));
    }
    eventually(PATIENCE, () -> isFull(contents()));
    awaitRounds(2);
  }

  @AfterAll
  static void close() throws Exception {
    Failpoint.disarmAll();
    tampering.close();
    shop.close();
  }

  @Test
  @Order(1)
  void aRowThatIsDeletedChangedOrAddedIsNamedAndRepairedWithinFourRounds() throws Exception {
    var before = contents();
    var repairs = repairs();
    var foreign = Digest.sha256(new byte[] {4, 2});

    sql("DELETE FROM imgsrch.offers WHERE product_id = 'p0'");
    sql("UPDATE imgsrch.offers SET title = 'Stolen' WHERE product_id = 'p1'");
    sql("UPDATE imgsrch.offers SET content_version = 99 WHERE product_id = 'p2'");
    sql(copyOf("offers", "product_id = 'p3'", "product_id", "'nobody''s'"));
    sql("DELETE FROM imgsrch.bitmaps WHERE image_pk = '%s'".formatted(pk(4)));
    sql("UPDATE imgsrch.bitmaps SET merchants = '\\x00' WHERE image_pk = '%s'".formatted(pk(5)));
    sql("DELETE FROM imgsrch.images WHERE image_pk = '%s'".formatted(pk(6)));
    sql("UPDATE imgsrch.images SET vector[7] = 0.5 WHERE image_pk = '%s'".formatted(pk(7)));
    var foreignKey = "'" + foreign + "'";
    sql(copyOf("images", "image_pk = '%s'".formatted(pk(3)), "image_pk", foreignKey));
    sql(copyOf("bitmaps", "image_pk = '%s'".formatted(pk(3)), "image_pk", foreignKey));
    tampering.deleteVector(pk(8));
    tampering.putVector(pk(9), new float[256]);
    tampering.putVector(FOREIGN_VECTOR, new float[256]);
    assertThat(contents()).isNotEqualTo(before);

    // The picture that nobody knows is said to be gone, in a row of the archive.
    eventually(
        FOUR_ROUNDS,
        () -> {
          var now = contents();
          now.images()
              .computeIfPresent(Blocks.ofImage(FOREIGN_VECTOR), (block, digest) -> without(digest));
          return now.equals(before);
        });

    var repaired = repairs();
    repaired.replaceAll((table, count) -> count - repairs.getOrDefault(table, 0L));
    assertThat(repaired)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                StoredTable.OFFERS, 4L,
                StoredTable.BITMAPS, 3L,
                StoredTable.IMAGES, 3L,
                StoredTable.VECTORS, 3L));
    var log = log();
    for (var row :
        new String[] {
          "offers in PostgreSQL: 1/p0 should be",
          "offers in PostgreSQL: 1/p1 should be",
          "offers in PostgreSQL: 1/p2 should be",
          "offers in PostgreSQL: 1/nobody's should be absent",
          "bitmaps in PostgreSQL: " + pk(4),
          "bitmaps in PostgreSQL: " + pk(5),
          "bitmaps in PostgreSQL: " + foreign + " should be absent",
          "images in PostgreSQL: " + pk(6),
          "images in PostgreSQL: " + pk(7),
          "images in PostgreSQL: " + foreign + " should be absent",
          "vectors in Milvus: " + pk(8),
          "vectors in Milvus: " + pk(9),
          "vectors in Milvus: " + FOREIGN_VECTOR + " should be absent"
        }) {
      assertThat(log).contains("Wrong row in the " + row);
    }
  }

  @Test
  @Order(2)
  void aLoadThatTheArchiveHasNotTakenYetIsLeftAlone() throws Exception {
    var repairs = repairs();
    var held = Failpoint.POSTGRES_WRITE.arm(Fault.blocking(PATIENCE));
    try {
      for (int product = 0; product < PRODUCTS; product++) {
        shop.list(2, "p" + product, 1, picture(product));
      }
      eventually(() -> held.struck() > 0 && shop.score(picture(0), 2, "p0").isPresent());
      awaitRounds(4);
      assertThat(repairs()).isEqualTo(repairs);
      assertThat(isReady()).isTrue();
    } finally {
      Failpoint.POSTGRES_WRITE.disarm();
    }
    eventually(PATIENCE, () -> StoreContents.rows(contents().offers()) == 2 * PRODUCTS);
    awaitRounds(3);
    assertThat(repairs()).isEqualTo(repairs);
  }

  @Test
  @Order(3)
  void anArchiveThatLostManyOffersEjectsTheNodeUntilItHasThemAgain() throws Exception {
    eventually(PATIENCE, () -> isReady());
    int lost = tampering.sql("DELETE FROM imgsrch.offers");
    assertThat(lost).isGreaterThanOrEqualTo(PRODUCTS);
    eventually(PATIENCE, () -> !isReady());
    assertThat(shop.get(shop.ports.api(), "/health/ready")).contains("NOT_SERVING");
    assertThat(metric(metrics(), "bitmap_node_ejected\\{.*}")).isEqualTo(1);
    eventually(PATIENCE, () -> isReady());
    eventually(PATIENCE, () -> StoreContents.rows(contents().offers()) == lost);
    eventually(() -> metric(metrics(), "bitmap_node_ejected\\{.*}") == 0);
  }

  @Test
  @Order(4)
  void aTopicThatLosesARecordOrHasAnotherIsNamedAndRepairedWithinAMinute() throws Exception {
    var topics = TopicContents.read(shop.ports.kafka());
    var before = contents();
    assertThat(wrongInTopics())
        .as("false alarms")
        .isEqualTo(Map.of("catalog_offers", 0L, "catalog_bitmaps", 0L, "catalog_images", 0L));

    var offer = newest(Topic.OFFERS, "1/p1", Offer.class);
    var image = newest(Topic.IMAGES, pk(7), ImageVector.class);
    var stolen = stolen(offer, "p1");
    var stranger = stolen(offer, "nobody's");
    tampering.write(Topic.OFFERS, "1/p0", null);
    tampering.write(Topic.OFFERS, "1/p1", EventJson.write(stolen));
    tampering.write(Topic.OFFERS, stranger.key(), EventJson.write(stranger));
    tampering.write(Topic.BITMAPS, pk(4), null);
    tampering.write(
        Topic.BITMAPS, pk(5), EventJson.write(new MerchantBitmap(pk(5), Merchants.NONE, "")));
    tampering.write(Topic.IMAGES, pk(6), null);
    tampering.write(Topic.IMAGES, pk(7), EventJson.write(blank(image)));
    assertThat(TopicContents.read(shop.ports.kafka())).isNotEqualTo(topics);

    var withdrawn = RowDigest.of(stranger.withdrawn(""));
    Objects.requireNonNull(topics.get(Topic.OFFERS)).put(stranger.key(), withdrawn);
    before
        .offers()
        .merge(
            Blocks.ofProduct(stranger.key()), BlockDigest.EMPTY.plus(withdrawn), BlockDigest::plus);
    eventually(MINUTE, () -> TopicContents.read(shop.ports.kafka()).equals(topics));
    eventually(PATIENCE, () -> contents().equals(before));
    eventually(
        () ->
            wrongInTopics()
                .equals(Map.of("catalog_offers", 3L, "catalog_bitmaps", 2L, "catalog_images", 2L)));
    var log = log();
    for (var row :
        new String[] {
          "catalog.offers: 1/p0 should be",
          "catalog.offers: 1/p1 should be",
          "catalog.offers: 1/nobody's should be absent",
          "catalog.bitmaps: " + pk(4),
          "catalog.bitmaps: " + pk(5),
          "catalog.images: " + pk(6),
          "catalog.images: " + pk(7)
        }) {
      assertThat(log).contains("Wrong row in the topic " + row);
    }
  }

  private static Offer stolen(Offer offer, String productId) {
    var details = Objects.requireNonNull(offer.details());
    var other = new Details("Stolen", details.category(), 1, details.currency(), Map.of(), true);
    return new Offer(
        offer.merchantId(),
        productId,
        offer.content(),
        offer.availability(),
        other,
        offer.imagePks(),
        offer.fetching(),
        offer.failedPictures(),
        offer.traceparent());
  }

  private static ImageVector blank(ImageVector image) {
    return new ImageVector(
        image.imagePk(),
        image.modelId(),
        new float[image.vector().length],
        image.width(),
        image.height(),
        image.traceparent());
  }

  private static <T extends Record> T newest(Topic topic, String key, Class<T> type)
      throws Exception {
    var record = Objects.requireNonNull(TopicRecords.newest(shop.ports.kafka(), topic).get(key));
    return EventJson.read(record.value(), type);
  }

  /** How many rows of each topic were wrong; of all subtasks together. */
  private static Map<String, Long> wrongInTopics() throws Exception {
    var wrong = new TreeMap<String, Long>();
    var found =
        Pattern.compile("_table_rows_wrong\\{.*table=\"(catalog[^\"]*)\".*} ([0-9.]+)")
            .matcher(metrics());
    while (found.find()) {
      wrong.merge(found.group(1), Math.round(Double.parseDouble(found.group(2))), Long::sum);
    }
    return wrong;
  }

  private static boolean isReady() throws Exception {
    return shop.get(shop.ports.api(), "/health/ready").contains("\"ready\":true,\"checks\"");
  }

  private static boolean isFull(StoreContents contents) {
    return StoreContents.rows(contents.offers()) == PRODUCTS
        && StoreContents.rows(contents.images()) == PRODUCTS
        && StoreContents.rows(contents.vectors()) == PRODUCTS
        && contents.bitmaps().size() == PRODUCTS;
  }

  /** The block without the foreign picture's row; null if nothing is left. */
  private static @Nullable BlockDigest without(BlockDigest digest) {
    var rest = digest.minus(RowDigest.of(ImageVector.purged(FOREIGN_VECTOR, "")));
    return rest.rows() == 0 ? null : rest;
  }

  private static Path picture(int product) {
    return Shop.picture(60 + product);
  }

  private static String pk(int product) throws Exception {
    return Digest.sha256(Files.readAllBytes(picture(product)));
  }

  private static StoreContents contents() throws Exception {
    return StoreContents.read(shop.platform().settings());
  }

  private static void sql(String statement) throws Exception {
    assertThat(tampering.sql(statement)).as(statement).isEqualTo(1);
  }

  /** Adds a copy of a row under another key. */
  private static String copyOf(String table, String where, String key, String otherKey) {
    var row =
        "jsonb_populate_record(NULL::imgsrch.%s, to_jsonb(t) || jsonb_build_object('%s', %s))";
    return ("INSERT INTO imgsrch.%s SELECT (" + row + ").* FROM imgsrch.%s t WHERE %s")
        .formatted(table, table, key, otherKey, table, where);
  }

  private static Map<StoredTable, Long> repairs() throws Exception {
    var metrics = metrics();
    var repairs = new EnumMap<StoredTable, Long>(StoredTable.class);
    for (var table : StoredTable.values()) {
      repairs.put(table, metric(metrics, "table_rows_repaired\\{.*table=\"" + table + "\".*}"));
    }
    return repairs;
  }

  /** Waits until so many more rounds of looks began and ended. */
  private static void awaitRounds(int rounds) throws Exception {
    long first = metric(metrics(), "look_rounds\\{.*}");
    eventually(PATIENCE, () -> metric(metrics(), "look_rounds\\{.*}") >= first + rounds);
  }

  private static long metric(String metrics, String pattern) {
    var found = Pattern.compile("_" + pattern + " ([0-9.]+)").matcher(metrics);
    return found.find() ? Math.round(Double.parseDouble(found.group(1))) : 0;
  }

  private static String metrics() throws Exception {
    return shop.get(shop.ports.metrics(), "/metrics");
  }

  private static String log() throws Exception {
    return Files.readString(Shop.LOGS.resolve("imgsrch.log"));
  }
}
