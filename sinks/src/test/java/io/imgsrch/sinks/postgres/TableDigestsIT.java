package io.imgsrch.sinks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.Blocks;
import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** The digest that PostgreSQL computes is the one that Java computes, for whatever is in a row. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
final class TableDigestsIT {
  private static final List<String> TEXTS =
      List.of("", "Hat", "a/b:c", "\"quoted\" \\ 'it'", "naïve 🎩 帽子", "tab\tline\nend", "\u0001");

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
  void ofOffers() throws Exception {
    var random = new Random(1);
    var offers = new ArrayList<Offer>();
    for (int i = 0; i < 300; i++) {
      offers.add(offer(random, "p" + i + text(random)));
    }
    var expected = new HashMap<String, Long>();
    offers.forEach(offer -> expected.put(offer.key(), RowDigest.of(offer)));
    var settings = written(new OfferTable(), offers);
    assertSame(settings, TableDigests.OFFERS, expected, true);
  }

  @Test
  void ofImages() throws Exception {
    var vectors =
        List.of(
            new float[0],
            new float[] {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE},
            new float[] {0.1f, 1e-5f, 1e10f, Float.NaN, Float.NEGATIVE_INFINITY});
    var images = new ArrayList<ImageVector>();
    for (int i = 0; i < vectors.size(); i++) {
      images.add(new ImageVector(pk(i), "m" + i, vectors.get(i), i, 2 * i, TestOffers.TRACE));
    }
    var expected = new HashMap<String, Long>();
    images.forEach(image -> expected.put(image.imagePk(), RowDigest.of(image)));
    var settings = written(new ImageTable(), images);
    assertSame(settings, TableDigests.IMAGES, expected, false);
  }

  @Test
  void ofBitmaps() throws Exception {
    var bitmaps = new ArrayList<ArchivedBitmap>();
    var expected = new HashMap<String, Long>();
    for (int i = 0; i < 20; i++) {
      var bitmap = new MerchantBitmap(pk(i), new byte[] {0, (byte) i, -1}, TestOffers.TRACE);
      bitmaps.add(new ArchivedBitmap(bitmap, i, 1L << i));
      expected.put(pk(i), RowDigest.of(bitmap, i, 1L << i));
    }
    var settings = written(new BitmapTable(), bitmaps);
    assertSame(settings, TableDigests.BITMAPS, expected, false);
  }

  @Test
  void whatNeverCameFromTheTopicsShowsAndDoesNotStopTheLook() throws Exception {
    var settings = written(new ImageTable(), List.of());
    var table = schema(settings).name() + ".images";
    database.execute(
        "INSERT INTO " + table + " VALUES ('zz not a key', 'm', '{{1,NULL},{2,3}}', 1, 1, 't')");
    var offers = written(new OfferTable(), List.of(offer(new Random(2), "hat")));
    database.execute(
        "UPDATE %s.offers SET attributes = '[1, null]', failed_pictures = '{\"a\": 1e3}'"
            .formatted(schema(offers).name()));
    try (var connection = connect()) {
      assertThat(digests(settings, TableDigests.IMAGES).rows(connection, 0))
          .containsOnlyKeys("zz not a key");
      assertThat(digests(offers, TableDigests.OFFERS).blocks(connection)).hasSize(1);
    }
  }

  @Test
  void aRowIsDeletedOnlyAsItWasSeen() throws Exception {
    var offer = offer(new Random(3), "hat");
    var settings = written(new OfferTable(), List.of(offer));
    var digests = digests(settings, TableDigests.OFFERS);
    try (var connection = connect()) {
      assertThat(digests.delete(connection, offer.key(), RowDigest.of(offer) + 1)).isFalse();
      assertThat(digests.delete(connection, offer.key(), RowDigest.of(offer))).isTrue();
      assertThat(digests.blocks(connection)).isEmpty();
    }
  }

  private void assertSame(
      Settings settings, String table, Map<String, Long> expected, boolean products)
      throws Exception {
    var blocks = new HashMap<Integer, BlockDigest>();
    var rows = new HashMap<Integer, Map<String, Long>>();
    expected.forEach(
        (key, digest) -> {
          int block = products ? Blocks.ofProduct(key) : Blocks.ofImage(key);
          blocks.merge(block, BlockDigest.EMPTY.plus(digest), BlockDigest::plus);
          rows.computeIfAbsent(block, b -> new HashMap<>()).put(key, digest);
        });
    var digests = digests(settings, table);
    try (var connection = connect()) {
      for (var block : rows.entrySet()) {
        assertThat(digests.rows(connection, block.getKey())).isEqualTo(block.getValue());
      }
      assertThat(digests.blocks(connection)).isEqualTo(blocks);
    }
  }

  private static <T> Settings write(Settings settings, ArchiveTable<T> table, List<T> rows)
      throws Exception {
    var store = PostgresStore.open(settings, TestDatabase.SECRETS, table);
    try {
      store.write(rows);
    } finally {
      store.close();
    }
    return settings;
  }

  private <T> Settings written(ArchiveTable<T> table, List<T> rows) throws Exception {
    return write(database.freshSettings(), table, rows);
  }

  private Connection connect() throws Exception {
    var connection = database.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  private static TableDigests digests(Settings settings, String table) {
    return new TableDigests(schema(settings), table);
  }

  private static PostgresSchema schema(Settings settings) {
    return new PostgresSchema(settings.get(PostgresOptions.SCHEMA));
  }

  private static Offer offer(Random random, String product) {
    var details =
        random.nextInt(5) == 0
            ? null
            : new Details(
                text(random),
                text(random),
                random.nextLong(),
                "EUR",
                Map.of("k" + text(random), text(random), "long key", text(random), "z", "\u001f"),
                random.nextBoolean());
    return new Offer(
        random.nextInt(1 << 30),
        product,
        new Revision(random.nextLong(), random.nextInt(3), "ab"),
        random.nextBoolean() ? null : new Revision(random.nextLong(), 1, ""),
        details,
        random.nextBoolean() ? List.of() : List.of(pk(1), pk(2)),
        random.nextBoolean(),
        random.nextBoolean() ? List.of() : List.of(new FailedPicture(2, Reason.NOT_AN_IMAGE)),
        TestOffers.TRACE);
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static String pk(int number) {
    return "%02x".formatted(number * 37 % 256) + "%062x".formatted(number);
  }
}
