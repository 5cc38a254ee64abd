package io.imgsrch.local;

import static io.imgsrch.local.DisturbedShop.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.fault.Disturbance;
import io.imgsrch.local.fault.FaultProxy;
import io.imgsrch.sinks.milvus.MilvusSearcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The integration cases that the hardening list names, against the running platform; where a case
 * speaks of a lock or a cache, of what is there in its place.
 */
@Timeout(600)
class IntegrationCasesIT {
  /**
   * Past every deadline of this shop, and with {@code -Dimgsrch.lock_s=30} past the half minute
   * that locks of this kind live for unless somebody prolongs them.
   */
  private static final Duration PAST_A_LOCKS_LIFE =
      Duration.ofSeconds(Integer.getInteger("imgsrch.lock_s", 5) + 5);

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int RETRIES = 2;
  private static final int TRACES = 40;

  @TempDir private static Path directory;
  private static DisturbedShop disturbed;
  private static Shop shop;
  private static DeadLetterBox deadLetters;

  @BeforeAll
  static void open() throws Exception {
    disturbed = DisturbedShop.open(directory);
    shop = disturbed.shop;
    deadLetters = new DeadLetterBox(shop.ports.kafka());
  }

  @AfterAll
  static void close() throws Exception {
    deadLetters.close();
    disturbed.close();
  }

  @AfterEach
  void calm() throws Exception {
    Failpoint.disarmAll();
    disturbed.calm();
  }

  @Test
  void retryConnectsAfterDelay() throws Exception {
    shop.list(50, "known", 1, Shop.picture(50));
    eventually(() -> disturbed.reflects(50, "known", 1, Shop.picture(50)));
    try (var proxy = FaultProxy.open("Milvus of the retry", shop.ports.milvus())) {
      proxy.set(Disturbance.CUT);
      var opening = CompletableFuture.supplyAsync(() -> openUnchecked(throughProxy(proxy, 100)));
      var delayed =
          Pattern.compile(proxy.port() + ": attempt 2 failed, the next one is in \\d+ ms");
      eventually(() -> delayed.matcher(log()).find());
      assertThat(opening).isNotDone();
      proxy.set(Disturbance.NONE);
      try (var searcher = opening.get(2, TimeUnit.MINUTES)) {
        assertThat(searcher.search(unitVector(), 1)).hasSize(1);
      }
    }
  }

  @Test
  void retryExhaustedRaises() throws Exception {
    try (var proxy = FaultProxy.open("Milvus of the retry", shop.ports.milvus())) {
      proxy.set(Disturbance.CUT);
      assertThatThrownBy(() -> openSearcher(throughProxy(proxy, RETRIES)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Milvus")
          .hasMessageContaining("127.0.0.1:" + proxy.port())
          .hasMessageContaining("gave up after %d attempts".formatted(RETRIES + 1));
    }
  }

  private static Settings throughProxy(FaultProxy proxy, int retries) {
    return shop.platform()
        .settings()
        .with(MilvusOptions.ADDRESS, "http://127.0.0.1:" + proxy.port(), "test")
        .with(MilvusOptions.SETUP_TIMEOUT, "5000", "test")
        .with(ReliabilityOptions.INIT_MAX_RETRIES, Integer.toString(retries), "test");
  }

  private static MilvusSearcher openUnchecked(Settings settings) {
    try {
      return openSearcher(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MilvusSearcher openSearcher(Settings settings) throws IOException {
    return MilvusSearcher.open(
        settings, Secrets.from(Map.of()), settings.get(EmbedOptions.DIMENSION));
  }

  private static float[] unitVector() {
    var vector = new float[shop.platform().settings().get(EmbedOptions.DIMENSION)];
    vector[0] = 1;
    return vector;
  }

  /** What a task knows is in its state, and after a restart in the state of its checkpoint. */
  @Test
  void dedupThroughCacheThenStore() throws Exception {
    var picture = Shop.picture(51);
    shop.list(51, "first", 1, picture);
    eventually(() -> disturbed.reflects(51, "first", 1, picture));
    disturbed.awaitQuiet();
    var inferences = Failpoint.INFERENCE.arm(Fault.counting());
    shop.platform().jobs().restore(Job.INDEX);
    shop.list(52, "second", 1, picture);
    eventually(() -> disturbed.reflects(52, "second", 1, picture));
    assertThat(inferences.reached()).isZero();
  }

  @Test
  void dedupFastPath() throws Exception {
    var picture = Shop.picture(53);
    shop.list(53, "first", 1, picture);
    eventually(() -> disturbed.reflects(53, "first", 1, picture));
    disturbed.awaitQuiet();
    var inferences = Failpoint.INFERENCE.arm(Fault.counting());
    var decisions = Failpoint.DEDUPLICATED.arm(Fault.counting());
    shop.list(54, "second", 1, picture);
    eventually(() -> disturbed.reflects(54, "second", 1, picture));
    assertThat(inferences.reached()).isZero();
    assertThat(decisions.reached()).isZero();
  }

  @Test
  void oneWriterPastTheLocksLife() throws Exception {
    disturbed.awaitQuiet();
    var picture = Shop.picture(55);
    var held = Failpoint.INFERENCE.arm(Fault.blocking(PAST_A_LOCKS_LIFE).once());
    long start = System.nanoTime();
    shop.list(55, "long", 1, picture);
    eventually(() -> held.struck() == 1);
    shop.list(55, "long", 2, picture);
    shop.list(56, "other", 1, picture);
    shop.list(55, "long", 3, picture);
    eventually(() -> disturbed.archived(55, "long").startsWith("3 true"));
    eventually(() -> disturbed.reflects(55, "long", 3, picture));
    eventually(() -> disturbed.reflects(56, "other", 1, picture));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(PAST_A_LOCKS_LIFE);
    assertThat(held.reached()).isEqualTo(1);
  }

  @Test
  void writerLostAndTakenOver() throws Exception {
    disturbed.awaitQuiet();
    var flink = shop.platform().servers().flink();
    var picture = Shop.picture(57);
    var held = Failpoint.INFERENCE.arm(Fault.blocking(LONG).once());
    shop.list(57, "lost", 1, picture);
    eventually(() -> held.struck() == 1);
    flink.killTaskManager();
    shop.list(57, "lost", 2, picture);
    flink.startTaskManager();
    eventually(() -> disturbed.reflects(57, "lost", 2, picture));
    assertThat(held.reached()).isGreaterThan(1);
  }

  @Test
  void partialFailureBetweenStoresIsCompleted() throws Exception {
    disturbed.awaitQuiet();
    var afterMilvus = Failpoint.MILVUS_WRITTEN.arm(Fault.failing().once());
    var beforePostgres = Failpoint.POSTGRES_COMMIT.arm(Fault.failing().once());
    shop.list(58, "partial", 1, Shop.picture(58));
    eventually(() -> afterMilvus.struck() == 1 && beforePostgres.struck() == 1);
    eventually(() -> afterMilvus.reached() > 1 && beforePostgres.reached() > 1);
    eventually(() -> disturbed.reflects(58, "partial", 1, Shop.picture(58)));
  }

  @Test
  void flushTimeOutIsReported() throws Exception {
    disturbed.awaitQuiet();
    disturbed.milvus.set(Disturbance.BLACK_HOLE);
    var trace = shop.list(59, "late", 1, Shop.picture(59));
    eventually(() -> disturbed.failures(Job.INDEX.jobName()).contains("ms to flush"));
    disturbed.calm();
    eventually(() -> disturbed.reflects(59, "late", 1, Shop.picture(59)));
    assertThat(log())
        .containsPattern("BatchingWriter trace_id=" + trace + " - .*Milvus.* ms to flush");
  }

  @Test
  void traceIdFormat() throws Exception {
    var trace = shop.list(60, "traced", 1, Shop.picture(60));
    eventually(() -> disturbed.reflects(60, "traced", 1, Shop.picture(60)));
    var listings = TopicRecords.of(shop.ports.kafka(), Topic.LISTINGS, ProductKey.of(60, "traced"));
    assertThat(listings)
        .isNotEmpty()
        .allSatisfy(
            listing ->
                assertThat(
                        new String(listing.headers().lastHeader(Traceparent.HEADER).value(), UTF_8))
                    .matches("00-" + trace + "-[0-9a-f]{16}-[0-9a-f]{2}"));

    var answer = shop.search("application/json", searchFor(Shop.picture(60)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(Traceparent.HEADER).orElse(""))
        .matches("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  }

  @Test
  void traceIdUniqueness() throws Exception {
    var traces = new HashSet<String>();
    for (int i = 0; i < TRACES; i++) {
      var answer = shop.search("application/json", searchFor(Shop.picture(61)));
      traces.add(
          Traceparent.traceId(answer.headers().firstValue(Traceparent.HEADER).orElseThrow()));
    }
    for (int i = 0; i < TRACES; i++) {
      shop.sendUntraced(Topic.PRODUCTS, "61/none", "no JSON".getBytes(UTF_8));
    }
    eventually(() -> deadLetters.lettersOf("61/none").size() >= TRACES);
    deadLetters
        .lettersOf("61/none")
        .forEach(letter -> traces.add(Traceparent.traceId(letter.traceparent())));
    assertThat(traces).hasSize(2 * TRACES);
  }

  private static String log() throws IOException {
    return Files.readString(Shop.LOGS.resolve("imgsrch.log"));
  }

  private static byte[] searchFor(Path picture) throws Exception {
    return "{\"image_pk\": \"%s\"}"
        .formatted(Digest.sha256(Files.readAllBytes(picture)))
        .getBytes(UTF_8);
  }
}
