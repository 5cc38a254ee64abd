package io.imgsrch.local;

import static io.imgsrch.local.DisturbedShop.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import io.imgsrch.jobs.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of the jobs themselves, where they run and what they go on from: nothing that Kafka
 * acknowledged is lost, and the newest wins.
 */
@Tag("full") // a minute each
@Timeout(1_200)
class JobFaultsIT {
  private static final int BURSTS = Integer.getInteger("imgsrch.bursts", 1);
  private static final int KILLS = 4;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
  private static final long SEED = Long.getLong("imgsrch.seed", 5);

  @TempDir private static Path directory;
  private static DisturbedShop disturbed;
  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    disturbed = DisturbedShop.open(directory);
    shop = disturbed.shop;
  }

  @AfterAll
  static void close() throws Exception {
    disturbed.close();
  }

  @AfterEach
  void calm() throws Exception {
    Failpoint.disarmAll();
    disturbed.calm();
  }

  /** The pause after a burst is as long as a checkpoint takes, for without one nothing goes on. */
  @Test
  void taskManagersThatAreKilledInBurstsTakeNothingAlong() throws Exception {
    var flink = shop.platform().servers().flink();
    var random = new Random(SEED);
    var shown = Shop.picture(31);
    shop.list(31, "shown", 1, shown);
    shop.list(31, "withdrawn", 1, shown);
    eventually(() -> disturbed.reflects(31, "shown", 1, shown));
    shop.setAvailable(31, "withdrawn", 1, false);
    eventually(() -> shop.search(shown, 31).size() == 1);
    disturbed.awaitQuiet();
    long before = disturbed.restores(Job.INDEX.jobName());
    long version = 0;
    var searches = new SearchLoop(shop, pk(shown), 31);
    try (searches) {
      for (int burst = 0; burst < BURSTS; burst++) {
        for (int kill = 0; kill < KILLS; kill++) {
          version = listFor(gap(random), version);
          flink.killTaskManager();
          flink.startTaskManager();
        }
        disturbed.awaitQuiet();
      }
    }
    long newest = version;
    eventually(() -> disturbed.reflects(31, "burst", newest, pictureOf(newest)));
    assertThat(disturbed.restores(Job.INDEX.jobName())).isGreaterThanOrEqualTo(before + BURSTS);
    System.out.printf("answers while task managers were killed: %s%n", searches.answers());
    assertThat(searches.answers()).containsKey("200");
    assertThat(searches.answers().keySet()).noneMatch(answer -> answer.startsWith("500"));
    assertThat(searches.found()).containsExactly("shown");
  }

  /** Of an exponential distribution, as of faults that know nothing of each other. */
  private static Duration gap(Random random) {
    return Duration.ofMillis(
        Math.round(-Math.log(1 - random.nextDouble()) * BETWEEN_KILLS.toMillis()));
  }

  /** Lists one version of a product after the other; returns the last one. */
  private static long listFor(Duration time, long version) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    long next = version;
    do {
      next++;
      shop.list(31, "burst", next, pictureOf(next));
    } while (System.nanoTime() < end);
    return next;
  }

  private static Path pictureOf(long version) {
    return Shop.picture(32 + (int) (version % 8));
  }

  @Test
  void aCheckpointThatTimesOutCostsNothing() throws Exception {
    var held = Failpoint.SNAPSHOT.arm(Fault.blocking(LONG).once());
    eventually(() -> held.struck() == 1);
    long before = failedCheckpoints();
    shop.list(23, "late", 1, Shop.picture(23));
    eventually(() -> failedCheckpoints() > before);
    held.release();
    eventually(() -> disturbed.reflects(23, "late", 1, Shop.picture(23)));
    disturbed.awaitQuiet();
  }

  @Test
  void jobsThatAreRescaledGoOnWhereTheyWere() throws Exception {
    var jobs = shop.platform().jobs();
    long version = 0;
    for (int tasks : new int[] {1, 2, 3, 1}) {
      for (var job : List.of(Job.INDEX, Job.VALIDITY)) {
        version++;
        shop.list(32, "rescaled", version, pictureOf(version));
        shop.list(32, "rescaled-" + version, 1, Shop.picture(31));
        jobs.rescale(job, tasks);
        assertThat(jobs.parallelism(job)).isEqualTo(tasks);
      }
      long newest = version;
      eventually(() -> disturbed.reflects(32, "rescaled", newest, pictureOf(newest)));
    }
    for (long each = 1; each <= version; each++) {
      var product = "rescaled-" + each;
      eventually(() -> disturbed.reflects(32, product, 1, Shop.picture(31)));
    }
  }

  /**
   * All jobs, from nothing over stores that are full, and then from checkpoints that are older than
   * the compaction of what was written since.
   */
  @Test
  void anOldCheckpointAndNoneAtAllEndWithTheNewestEverywhere() throws Exception {
    var jobs = shop.platform().jobs();
    for (var product : List.of("kept", "changed", "deleted", "withdrawn")) {
      shop.list(34, product, 1, Shop.picture(42));
    }
    for (var product : List.of("kept", "changed", "deleted", "withdrawn")) {
      eventually(() -> disturbed.reflects(34, product, 1, Shop.picture(42)));
    }
    disturbed.awaitQuiet();
    var old = new EnumMap<Job, Optional<String>>(Job.class);
    for (var job : Job.values()) {
      old.put(job, jobs.end(job));
    }
    assertThat(old).allSatisfy((job, checkpoint) -> assertThat(checkpoint).isPresent());

    shop.list(34, "changed", 3, Shop.picture(43));
    shop.list(34, "changed", 2, Shop.picture(44));
    shop.delete(34, "deleted", 2);
    shop.setAvailable(34, "withdrawn", 1, false);
    for (var job : Job.values()) {
      jobs.start(job, Optional.empty());
    }
    eventuallyNewest(35);
    assertThat(listings("changed")).isGreaterThan(1);

    Compaction.hasten(shop.ports.kafka());
    awaitReadTo(36);
    eventually(() -> listings("changed") == 1);
    for (var job : Job.values()) {
      jobs.end(job);
    }
    for (var job : Job.values()) {
      jobs.start(job, old.getOrDefault(job, Optional.empty()));
    }
    eventuallyNewest(37);
  }

  private static void eventuallyNewest(long marking) throws Exception {
    awaitReadTo(marking);
    eventually(() -> disturbed.reflects(34, "kept", 1, Shop.picture(42)));
    eventually(() -> disturbed.reflects(34, "changed", 3, Shop.picture(43)));
    eventually(() -> disturbed.archived(34, "deleted").equals("2 false false {}"));
    eventually(() -> disturbed.archived(34, "withdrawn").startsWith("1 false false"));
    eventually(
        () ->
            shop.search(Shop.picture(42), 34).stream()
                .noneMatch(hit -> List.of("deleted", "withdrawn").contains(hit.productId())));
    assertThat(shop.product(34, "deleted").path("deleted").asBoolean()).isTrue();
  }

  /**
   * Lists a product in each partition, and waits until all of them are there, with all before.
   *
   * @param merchant who sells nothing else: a search gives ten products
   */
  private static void awaitReadTo(long merchant) throws Exception {
    var markers = oneInEachPartition(merchant);
    for (var product : markers.values()) {
      shop.list(merchant, product, 1, Shop.picture(45));
      shop.setAvailable(merchant, product, 1, true);
    }
    for (var product : markers.values()) {
      eventually(() -> disturbed.reflects(merchant, product, 1, Shop.picture(45)));
    }
    disturbed.awaitQuiet();
  }

  private static Map<Integer, String> oneInEachPartition(long merchant) {
    var products = new HashMap<Integer, String>();
    for (int i = 0; products.size() < Platform.PARTITIONS; i++) {
      var product = "marker-" + i;
      var key = ProductKey.of(merchant, product).getBytes(UTF_8);
      products.putIfAbsent(BuiltInPartitioner.partitionForKey(key, Platform.PARTITIONS), product);
    }
    return products;
  }

  private static long failedCheckpoints() throws Exception {
    return disturbed.failedCheckpoints(Job.INDEX.jobName())
        + disturbed.failedCheckpoints(Job.VALIDITY.jobName());
  }

  private static int listings(String product) {
    return TopicRecords.of(shop.ports.kafka(), Topic.LISTINGS, ProductKey.of(34, product)).size();
  }

  private static String pk(Path picture) throws Exception {
    return Digest.sha256(Files.readAllBytes(picture));
  }
}
