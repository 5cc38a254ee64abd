package io.imgsrch.local;

import static io.imgsrch.local.Shop.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.SteadyChanges.Offered;
import io.imgsrch.local.catalogue.CatalogueProduct;
import io.imgsrch.local.catalogue.EventPicture;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A search with a position shows the event, or says that it does not yet. Vectors are in Milvus
 * alone here, so that each search has to ask it.
 */
@Timeout(300)
class MinPositionIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PRODUCTS = 10;
  private static final int CHANGES = 9;
  private static final int KILL_EVERY = 4;
  private static final int SAVEPOINTS = Integer.getInteger("imgsrch.savepoints", 3);
  private static final int EVENTS_BETWEEN_STOPS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path HELD = Shop.picture(31);

  @TempDir private static Path directory;
  private static HeldHost host;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    host = new HeldHost(HELD);
    shop =
        Shop.open(
            directory,
            Settings.of(List.of())
                .with(QueryOptions.RESIDENT_VECTORS_MB, "0", "test")
                // What a job lost is to be missed, not brought back.
                .with(ReconcileOptions.REPAIR, "false", "test")
                .with(FetchOptions.ALLOWED_HOSTS, host.hostAndPort(), "test"));
  }

  @AfterAll
  static void close() throws Exception {
    host.close();
    shop.close();
  }

  @Test
  void theFirstAnswerShowsTheEvent() throws Exception {
    var took = new ArrayList<Long>();
    for (int i = 0; i < PRODUCTS; i++) {
      var picture = Shop.picture(1 + i);
      var product = "fresh-" + i;
      long start = System.nanoTime();
      var listed = list(1, product, EventPicture.at(shop.address(picture)));
      assertThat(prices(picture, 1, listed)).containsExactly(100);
      took.add((System.nanoTime() - start) / 1_000_000);

      var dearer = switched(1, product, 1, true, 7_000);
      assertThat(prices(picture, 1, listed, dearer)).containsExactly(7_000);
      var gone = switched(1, product, 2, false, 7_000);
      assertThat(prices(picture, 1, gone)).isEmpty();
      assertThat(prices(picture, 1, listed)).as("of an event that was waited for").isEmpty();
    }
    Collections.sort(took);
    System.out.printf(
        "a new product shown by its position: p50 %d ms, longest %d ms%n",
        took.get(PRODUCTS / 2), took.get(PRODUCTS - 1));
  }

  @Test
  void aPictureThatIsHeldUpHoldsUpItsPositionAndNoOtherProduct() throws Exception {
    var other = Shop.picture(32);
    var held = list(2, "held", EventPicture.at(host.url()));
    eventually(host::isAsked);
    var later = list(2, "later", EventPicture.at(shop.address(other)));
    eventually(() -> shop.search(other, 2).size() == 1);
    assertThat(shop.search(HELD, 2)).noneMatch(hit -> hit.productId().equals("held"));

    var refused = search(HELD, 2, held);
    assertThat(refused.statusCode()).isEqualTo(504);
    var problem = JSON.readTree(refused.body());
    assertThat(problem.path("code").asText()).isEqualTo("POSITION_NOT_REACHED");
    assertThat(problem.at("/positions/0/offset").asLong()).isEqualTo(held.offset());
    assertThat(problem.at("/positions/0/reached").asLong(-1)).isLessThan(held.offset());

    host.release();
    assertThat(prices(HELD, 2, held, later)).containsExactly(100, 100);
  }

  /** Whatever is killed: an answer shows the event, or there is none. */
  @Test
  void noAnswerClaimsWhatAKilledTaskManagerTookBack() throws Exception {
    var picture = Shop.picture(33);
    var listed = list(3, "shaken", EventPicture.at(shop.address(picture)));
    eventually(() -> search(picture, 3, listed).statusCode() == 200);
    var flink = shop.platform().servers().flink();
    var answers = new TreeMap<Integer, Integer>();
    for (int version = 1; version <= CHANGES; version++) {
      int price = version;
      var changed = switched(3, "shaken", version, true, price);
      if (version % KILL_EVERY == 0) {
        flink.killTaskManager(); // with the event on its way
        flink.startTaskManager();
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(IOException.class) // the server is killed too
          .until(
              () -> {
                var answer = search(picture, 3, changed);
                answers.merge(answer.statusCode(), 1, Integer::sum);
                if (answer.statusCode() == 200) {
                  assertThat(prices(answer)).containsExactly(price);
                }
                return answer.statusCode() == 200;
              });
    }
    System.out.printf("answers while task managers were killed: %s%n", answers);
    assertThat(answers.keySet()).isSubsetOf(200, 503, 504);
  }

  /**
   * Each job three times, or as often as {@code -Dimgsrch.savepoints=20} says. With a burst of
   * events of one partition on its way, the tasks of a source do not end together: where they had
   * union state, Flink refused the first such stop of the validity job.
   */
  @Test
  void stopsWithSavepointsLoseNothingThatWasAcknowledged() throws Exception {
    var picture = Shop.picture(34);
    var jobs = shop.platform().jobs();
    var changes = new SteadyChanges(shop, 4, EventPicture.at(shop.address(picture)));
    try (changes) {
      for (int round = 0; round < SAVEPOINTS; round++) {
        for (var job : Job.values()) {
          long before = changes.events();
          eventually(() -> changes.events() > before + EVENTS_BETWEEN_STOPS);
          if (job == Job.VALIDITY) {
            changes.burst();
          }
          jobs.rescale(job, jobs.parallelism(job));
        }
      }
    }
    System.out.printf("%d events while jobs were stopped%n", changes.events());

    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class) // the server may still be starting
        .until(() -> search(picture, 4, changes.positions()).statusCode() == 200);
    assertThat(offered(search(picture, 4, changes.positions()))).isEqualTo(changes.offered());
    eventually(() -> archived(4).equals(changes.offered()));
    jobs.awaitCheckpoints(PATIENCE);
  }

  private static Map<String, Offered> offered(HttpResponse<byte[]> answer) throws Exception {
    var offered = new TreeMap<String, Offered>();
    for (var hit : JSON.readTree(answer.body()).path("hits")) {
      offered.put(
          hit.path("product_id").asText(),
          new Offered(
              hit.path("content_version").asLong(),
              hit.path("availability_version").asLong(),
              hit.path("price_minor").asLong()));
    }
    return offered;
  }

  private static Map<String, Offered> archived(long merchant) throws Exception {
    var url = shop.platform().servers().postgres().jdbcUrl();
    var offered = new TreeMap<String, Offered>();
    try (var connection = DriverManager.getConnection(url);
        var query =
            connection.prepareStatement(
                "SELECT product_id, content_version, availability_version, price_minor"
                    + " FROM imgsrch.offers WHERE merchant_id = ?")) {
      query.setLong(1, merchant);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          offered.put(
              row.getString(1), new Offered(row.getLong(2), row.getLong(3), row.getLong(4)));
        }
      }
    }
    return offered;
  }

  private static Position list(long merchant, String product, EventPicture picture)
      throws Exception {
    var event =
        new CatalogueProduct(merchant, product, 1, "A thing", "Things", 100, "EUR", true, List.of())
            .event(List.of(picture));
    return shop.position(Topic.PRODUCTS, merchant, product, event);
  }

  private static Position switched(
      long merchant, String product, long version, boolean available, long price) throws Exception {
    return shop.position(
        Topic.AVAILABILITY,
        merchant,
        product,
        Shop.priced(merchant, product, version, available, price));
  }

  private static HttpResponse<byte[]> search(Path photo, long merchant, Position... positions)
      throws Exception {
    var fields = new HashMap<String, Object>();
    fields.put("image_base64", Base64.getEncoder().encodeToString(Files.readAllBytes(photo)));
    fields.put("merchant_ids", List.of(merchant));
    fields.put(
        "min_position",
        Stream.of(positions)
            .map(
                at ->
                    Map.of(
                        "topic",
                        at.topic().topicName(),
                        "partition",
                        at.partition(),
                        "offset",
                        at.offset()))
            .toList());
    return shop.searchFor(fields);
  }

  private static List<Integer> prices(Path photo, long merchant, Position... positions)
      throws Exception {
    return prices(search(photo, merchant, positions));
  }

  private static List<Integer> prices(HttpResponse<byte[]> answer) throws Exception {
    assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
    var prices = new ArrayList<Integer>();
    JSON.readTree(answer.body())
        .path("hits")
        .forEach(hit -> prices.add(hit.path("price_minor").asInt()));
    return prices;
  }
}
