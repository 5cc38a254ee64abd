package io.imgsrch.sinks.postgres;

import static io.imgsrch.sinks.postgres.TestOffers.offer;
import static io.imgsrch.sinks.postgres.TestOffers.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The newest version wins in the table of offers, and both lines count. */
@TestInstance(Lifecycle.PER_CLASS)
final class OfferGuardIT {
  private static final OfferTable TABLE = new OfferTable();

  private TestDatabase database;
  private Settings settings;
  private PostgresStore<Offer> store;

  @BeforeAll
  void start() throws Exception {
    database = new TestDatabase();
  }

  @AfterAll
  void stop() throws Exception {
    database.close();
  }

  @BeforeEach
  void open() throws Exception {
    settings = database.freshSettings();
    store = PostgresStore.open(settings, TestDatabase.SECRETS, TABLE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyColumnIsKept() throws Exception {
    store.write(List.of(offer("p", revision(5, 0, "ab"), revision(3, 1, "cd"))));

    assertThat(select("p", "*"))
        .startsWith(
            "7|p|5|0|ab|3|1|cd|f|Red \"shoe\" \\ naïve|shoes|1999|EUR|{\"colour\": \"red\"}|t|{aa,bb}|f"
                + "|[{\"index\": 2, \"reason\": \"NOT_AN_IMAGE\"}]|"
                + TestOffers.TRACE);
  }

  @Test
  void aDeletionIsARowThatAnOlderWriteLosesAgainst() throws Exception {
    store.write(List.of(offer("p", revision(5, Revision.DELETED, "ab"), null)));
    store.write(List.of(offer("p", revision(4, 0, "ff"), revision(9, 0, "ff"))));

    assertThat(select("p", "content_version, deleted, title, price_minor, available"))
        .isEqualTo("5|t|null|null|f");
  }

  @Test
  void aMissingAvailabilityIsTheOldest() throws Exception {
    store.write(List.of(offer("p", revision(5, 0, "ab"), null)));
    store.write(List.of(offer("p", revision(5, 0, "ab"), revision(1, 0, "aa"))));
    store.write(List.of(offer("p", revision(6, 0, "ab"), null)));

    assertThat(select("p", "content_version, availability_version")).isEqualTo("5|1");
  }

  @Test
  void anEqualVersionIsTakenAgain() throws Exception {
    store.write(List.of(offer("p", revision(5, 0, "ab"), revision(1, 0, "aa"))));
    database.execute("UPDATE " + table() + " SET title = 'changed behind our back'");
    store.write(List.of(offer("p", revision(5, 0, "ab"), revision(1, 0, "aa"))));

    assertThat(select("p", "title")).startsWith("Red");
  }

  @Test
  void shuffledAndRepeatedOffersEndWithTheNewest() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var history = history(random, "s" + seed);
      var newest = history.get(history.size() - 1);
      var arrivals = new ArrayList<>(history);
      arrivals.addAll(history.subList(0, random.nextInt(history.size())));
      Collections.shuffle(arrivals, random);
      for (var offer : arrivals) {
        store.write(List.of(offer));
      }
      assertThat(versions(newest.productId())).as("seed %d", seed).isEqualTo(versions(newest));
    }
  }

  @Test
  void theTableFollowsTheRuleForAnyOffers() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      Map<String, Offer> model = new HashMap<>();
      for (int round = 0; round < 10; round++) {
        var batch = new LinkedHashMap<String, Offer>();
        for (int i = 0; i < 5; i++) {
          var product = "r" + seed + "-" + random.nextInt(4);
          batch.put(product, offer(product, anyRevision(random), maybeRevision(random)));
        }
        store.write(List.copyOf(batch.values()));
        batch.forEach(
            (product, next) ->
                model.merge(
                    product,
                    next,
                    (before, after) -> TABLE.replaces(before, after) ? after : before));
      }
      for (var expected : model.values()) {
        assertThat(versions(expected.productId()))
            .as("seed %d", seed)
            .isEqualTo(versions(expected));
      }
    }
  }

  /** An offer as one writer merges it: step by step, either line moves on. */
  private static List<Offer> history(Random random, String product) {
    var history = new ArrayList<Offer>();
    var content = revision(1, 0, "aa");
    Revision availability = null;
    for (int step = 0; step < 8; step++) {
      if (random.nextBoolean()) {
        content = later(content, random);
      } else {
        availability = availability == null ? anyRevision(random) : later(availability, random);
      }
      history.add(offer(product, content, availability));
    }
    return history;
  }

  private static Revision later(Revision before, Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> revision(before.version() + 1 + random.nextInt(3), random.nextInt(3), "0a");
      case 1 -> revision(before.version(), before.rank() + 1, "0b");
      default -> revision(before.version(), before.rank(), before.digest() + "f");
    };
  }

  private static Revision anyRevision(Random random) {
    return revision(
        random.nextInt(3),
        random.nextInt(3),
        List.of("09", "0a", "a0", "f").get(random.nextInt(4)));
  }

  private static @Nullable Revision maybeRevision(Random random) {
    return random.nextInt(4) == 0 ? null : anyRevision(random);
  }

  private String versions(String product) throws Exception {
    return select(
        product,
        "content_version, content_rank, content_digest,"
            + " availability_version, availability_rank, availability_digest");
  }

  private static String versions(Offer offer) {
    var availability = offer.availability();
    return "%d|%d|%s|"
            .formatted(offer.content().version(), offer.content().rank(), offer.content().digest())
        + (availability == null
            ? "null|null|null"
            : "%d|%d|%s"
                .formatted(availability.version(), availability.rank(), availability.digest()));
  }

  private String select(String product, String columns) throws Exception {
    return database.row(
        "SELECT %s FROM %s WHERE merchant_id = 7 AND product_id = '%s'"
            .formatted(columns, table(), product));
  }

  private String table() {
    return settings.get(PostgresOptions.SCHEMA) + ".offers";
  }
}
