package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.demo.Counters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** From the topics to the answer, through all four jobs and all stores. */
@TestMethodOrder(OrderAnnotation.class)
class SearchPathIT {
  private static final Pattern AUDITED = Pattern.compile("_search_recall_audits\\{[^}]*} [1-9]");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PAGE = 10;
  private static final int FAMILIES_ASKED_FOR = 20;

  @TempDir private static Path directory;
  private static Shop shop;
  private static DeadLetterBox deadLetters;

  @BeforeAll
  static void open() throws Exception {
    shop =
        Shop.open(
            directory, Settings.of(List.of()).with(QueryOptions.RECALL_AUDIT_EVERY, "1", "test"));
    deadLetters = new DeadLetterBox(shop.ports.kafka());
  }

  @AfterAll
  static void close() throws Exception {
    deadLetters.close();
    shop.close();
  }

  @Test
  void aProductFollowsEveryChangeOfItsLife() throws Exception {
    var picture = Shop.picture(1);
    var another = Shop.picture(2);

    var listed = shop.list(1, "life", 1, picture);
    eventually(() -> shop.score(picture, 1, "life").orElse(0.0) > 0.99);
    assertThat(shop.search(picture, 1))
        .singleElement()
        .satisfies(
            hit -> {
              assertThat(hit.traceId()).isEqualTo(listed);
              assertThat(hit.contentVersion()).isEqualTo(1);
              assertThat(hit.availabilityVersion()).isNull();
              assertThat(hit.title()).isEqualTo("A thing");
            });

    shop.setAvailable(1, "life", 1, false);
    eventually(() -> shop.search(picture, 1).isEmpty());

    var back = shop.setAvailable(1, "life", 2, true);
    eventually(() -> shop.search(picture, 1).size() == 1);
    assertThat(shop.search(picture, 1).get(0).traceId()).isEqualTo(back);

    shop.list(1, "life", 2, another);
    eventually(() -> shop.score(another, 1, "life").orElse(0.0) > 0.99);
    assertThat(shop.search(picture, 1))
        .allSatisfy(hit -> assertThat(hit.imagePk()).isEqualTo(pk(another)));
    eventually(() -> archived("life", "{" + pk(another) + "}").equals("2 false true true"));

    shop.list(1, "life", 1, picture);
    shop.delete(1, "life", 3);
    eventually(() -> shop.search(another, 1).isEmpty());
    assertThat(shop.product(1, "life").path("deleted").asBoolean()).isTrue();
    eventually(() -> archived("life", "{}").equals("3 true false true"));
  }

  @Test
  void theSecondMerchantOfAPictureCostsNoInference() throws Exception {
    var picture = Shop.picture(3);
    shop.list(2, "first", 1, picture);
    eventually(() -> !shop.search(picture, 2).isEmpty());
    var before = counters();

    shop.list(3, "second", 1, picture);
    eventually(() -> !shop.search(picture, 3).isEmpty());

    var after = counters();
    assertThat(after.uniqueImages()).isEqualTo(before.uniqueImages());
    assertThat(after.dedupHits()).isEqualTo(before.dedupHits() + 1);
  }

  @Test
  void filtersAreJudgedOnOneOffer() throws Exception {
    var picture = Shop.picture(4);
    shop.list(4, "shoe", 1, "Shoes", picture);
    shop.list(5, "bag", 1, "Bags", picture);
    eventually(() -> hits(picture, "Shoes", 4) == 1 && hits(picture, "Bags", 5) == 1);

    assertThat(hits(picture, "Bags", 4)).isZero();
    assertThat(hits(picture, "Shoes", 5)).isZero();
    assertThat(hits(picture, "Shoes", 4, 5)).isEqualTo(1);
  }

  @Test
  void aSearchSaysHowItCameAboutAndIsAudited() throws Exception {
    var picture = Shop.picture(9);
    shop.list(10, "planned", 1, "Hats", picture);
    shop.list(10, "other", 1, "Hats", Shop.picture(10));
    eventually(() -> hits(picture, "Hats", 10) == 2);

    var explained = explained(like(picture, 10));
    assertThat(explained.at("/degrade_level").asInt()).isZero();
    assertThat(explained.at("/hits/0/product_id").asText()).isEqualTo("planned");
    assertThat(explained.at("/explain/path").asText()).isEqualTo("EXACT");
    assertThat(explained.at("/explain/allowed").asInt()).isEqualTo(2);
    assertThat(explained.at("/explain/resident").asInt()).isEqualTo(2);
    assertThat(explained.at("/explain/rounds/0/found").asInt()).isEqualTo(2);
    assertThat(explained.at("/explain/rounds/0/index_ms").asDouble())
        .isGreaterThan(explained.at("/explain/rounds/0/exact_ms").asDouble());

    var nothing = explained(like(picture, 4_000_000_000L));
    assertThat(nothing.at("/hits")).isEmpty();
    assertThat(nothing.at("/explain/path").asText()).isEqualTo("NOTHING");
    assertThat(nothing.at("/took_ms/embed").asDouble()).isZero();

    eventually(() -> AUDITED.matcher(metrics()).find());
    assertThat(metrics())
        .containsPattern("_search_recall_audit\\{[^}]*} 1\\.0")
        .containsPattern("_search_recall_alarms\\{[^}]*} 0\\.0");
  }

  @Test
  @Order(Integer.MAX_VALUE) // Among so many pictures, the other searches would be planned anew.
  void amongManyPicturesASearchByClustersFindsWhatScoringAllWould() throws Exception {
    var families = PictureFamilies.list(shop, 11);
    eventually(
        PATIENCE,
        () ->
            explained(by(families.question(0), 11)).at("/explain/allowed").asInt()
                == PictureFamilies.COUNT);
    for (int family = 0; family < FAMILIES_ASKED_FOR; family++) {
      var question = families.question(family);
      assertThat(products(clustered(by(question, 11)))).isEqualTo(families.nearest(question, PAGE));
    }

    var question = families.question(0);
    var nearest = families.nearest(question, PAGE + 1);
    shop.setAvailable(11, nearest.get(0), 1, false);
    eventually(() -> products(clustered(by(question, 11))).equals(nearest.subList(1, PAGE + 1)));

    var like = families.question(1);
    var newest = Digest.sha256("newcomer".getBytes(UTF_8));
    IndexedPictures.sendVector(shop, newest, like);
    IndexedPictures.sendListing(shop, 11, "newcomer", List.of(newest));
    var withNewcomer = new ArrayList<>(families.nearest(like, PAGE - 1));
    withNewcomer.add(0, "newcomer");
    eventually(() -> products(clustered(by(like, 11))).equals(withNewcomer));
  }

  /** The answer of a search by clusters; until all ways are measured, others may be taken too. */
  private static JsonNode clustered(Map<String, Object> search) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(
            () -> explained(search),
            answer -> answer.at("/explain/path").asText().equals("CLUSTERED"));
  }

  private static List<String> products(JsonNode answer) {
    assertThat(answer.at("/degrade_level").asInt(-1)).isZero();
    return answer.at("/hits").findValuesAsText("product_id");
  }

  private static Map<String, Object> by(float[] vector, long merchant) {
    return Map.of("vector", vector, "merchant_ids", List.of(merchant), "top_k", PAGE);
  }

  private static Map<String, Object> like(Path photo, long merchant) throws Exception {
    return Map.of(
        "image_base64",
        Base64.getEncoder().encodeToString(Files.readAllBytes(photo)),
        "merchant_ids",
        List.of(merchant));
  }

  private static JsonNode explained(Map<String, Object> search) throws Exception {
    var fields = new HashMap<>(search);
    fields.put("explain", true);
    return JSON.readTree(shop.searchFor(fields).body());
  }

  private static String metrics() throws Exception {
    return shop.get(shop.ports.metrics(), "/metrics");
  }

  @Test
  void anEventThatIsNoneIsADeadLetterAndTheJobGoesOn() throws Exception {
    var trace = shop.send(Topic.PRODUCTS, "6/none", "this is no JSON".getBytes(UTF_8));
    shop.send(Topic.AVAILABILITY, "6/flag", "{\"merchant_id\": 6}".getBytes(UTF_8));
    shop.list(6, "text", 1, write("text.jpg", "no picture".getBytes(UTF_8)));

    eventually(() -> deadLetters.reasonsOf("6/none").contains("NOT_JSON"));
    eventually(() -> deadLetters.reasonsOf("6/flag").contains("MISSING_FIELD"));
    eventually(() -> deadLetters.reasonsOf("6/text").contains("NOT_AN_IMAGE"));
    assertThat(deadLetters.lettersOf("6/none"))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).isEqualTo("this is no JSON");
              assertThat(letter.traceparent()).contains(trace);
            });

    shop.list(6, "good", 1, Shop.picture(5));
    eventually(() -> shop.search(Shop.picture(5), 6).size() == 1);
  }

  @Test
  void aBrokenPictureIsADeadLetterForEveryoneWhoSellsItNowOrLater() throws Exception {
    var whole = Files.readAllBytes(Shop.picture(6));
    var broken = write("broken.jpg", Arrays.copyOf(whole, whole.length / 2));

    shop.list(7, "early", 1, broken, Shop.picture(7));
    shop.list(8, "same", 1, broken);
    eventually(() -> deadLetters.reasonsOf("7/early").contains("BROKEN_PICTURE"));
    eventually(() -> deadLetters.reasonsOf("8/same").contains("BROKEN_PICTURE"));
    shop.list(9, "late", 1, broken);
    eventually(() -> deadLetters.reasonsOf("9/late").contains("BROKEN_PICTURE"));

    eventually(() -> shop.search(Shop.picture(7), 7).size() == 1);
    eventually(
        () ->
            shop.product(9, "late")
                .at("/images/0/failure/reason")
                .asText()
                .equals("BROKEN_PICTURE"));
  }

  @Test
  void theJobsAreSeenFromOutside() throws Exception {
    assertThat(shop.get(shop.ports.flink(), "/")).contains("Apache Flink Web Dashboard");
    assertThat(shop.get(shop.ports.flink(), "/jobs/overview"))
        .contains("imgsrch-index", "imgsrch-validity", "imgsrch-archive", "imgsrch-query");
    assertThat(shop.get(shop.ports.metrics(), "/metrics"))
        .contains("_operator_events", "_unique_images", "_dedup_hits", "_upserts")
        .contains("lastCheckpointDuration");
    assertThat(shop.get(shop.ports.api(), "/health/ready")).contains("\"ready\":true");
    assertThat(shop.get(shop.ports.api(), "/openapi.yaml")).startsWith("openapi:");
  }

  private static int hits(Path photo, String category, long... merchants) throws Exception {
    return shop.search(photo, category, merchants).size();
  }

  private static Counters counters() throws Exception {
    return Counters.read(Shop.local(shop.ports.metrics()));
  }

  /**
   * Version, deletion and availability of merchant 1's product, and whether it has the pictures.
   */
  private static String archived(String product, String imagePks) throws Exception {
    var url = shop.platform().servers().postgres().jdbcUrl();
    try (var connection = DriverManager.getConnection(url);
        var query =
            connection.prepareStatement(
                """
                SELECT concat_ws(' ', content_version, deleted::text, available::text,
                                 (image_pks = ?::text[])::text)
                FROM imgsrch.offers WHERE merchant_id = 1 AND product_id = ?""")) {
      query.setString(1, imagePks);
      query.setString(2, product);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }

  private static Path write(String name, byte[] bytes) throws Exception {
    return Files.write(directory.resolve(name), bytes);
  }

  private static String pk(Path picture) throws Exception {
    return Digest.sha256(Files.readAllBytes(picture));
  }
}
