package io.imgsrch.local;

import static io.imgsrch.local.DisturbedShop.eventually;
import static io.imgsrch.operators.query.SearchAnswer.NORMAL;
import static io.imgsrch.operators.query.SearchAnswer.PARTLY_IN_MEMORY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.config.fault.Fault;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.client.SearchAnswer;
import io.imgsrch.local.fault.Disturbance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of what the jobs work with, Kafka, the stores, the disk and the picture host, and jobs
 * that are rescaled: what Kafka acknowledged is in every store, and the newest wins.
 */
@Timeout(600)
class FaultsIT {
  private static final String INDEX = "imgsrch-index";
  private static final String QUERY = "imgsrch-query";
  private static final String ARCHIVE = "imgsrch-archive";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  /** Those of the jobs are more: when as many were struck, it was not the shop's alone. */
  private static final int CUT_CONNECTIONS = 10;

  /** Milvus scores by floats, memory by 16 bits. */
  private static final double SAME_SCORE = 1e-4;

  private static final Disturbance SLOW = Disturbance.delay(Duration.ofMillis(300));

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

  @Test
  void aFlushThatMilvusSwallowsFailsTheCheckpointAndNothingIsLost() throws Exception {
    var picture = Shop.picture(11);
    long before = disturbed.restores(INDEX);
    disturbed.milvus.set(Disturbance.BLACK_HOLE);
    var trace = shop.list(11, "swallowed", 1, picture);
    eventually(() -> disturbed.restores(INDEX) > before);
    disturbed.calm();
    eventually(() -> disturbed.reflects(11, "swallowed", 1, picture));
    assertThat(log())
        .containsPattern("BatchingWriter trace_id=" + trace + " - .*Milvus.* ms to flush");
  }

  @Test
  void aMilvusThatHangsHoldsUpTheIndexAndNothingElse() throws Exception {
    var known = Shop.picture(12);
    shop.list(12, "known", 1, known);
    eventually(() -> disturbed.reflects(12, "known", 1, known));
    long before = disturbed.restores(INDEX);
    disturbed.milvus.set(Disturbance.HANG);
    shop.list(12, "hanging", 1, Shop.picture(13));
    shop.setAvailable(12, "known", 1, false);
    eventually(() -> disturbed.archived(12, "known").startsWith("1 false"));
    eventually(() -> disturbed.restores(INDEX) > before);
    disturbed.calm();
    eventually(() -> disturbed.reflects(12, "hanging", 1, Shop.picture(13)));
    assertThat(disturbed.reflects(12, "known", 1, known)).isFalse();
  }

  @Test
  void searchesGoOnWithoutMilvusAndFindTheSame() throws Exception {
    var photo = Shop.picture(42);
    shop.list(34, "known", 1, photo);
    shop.list(34, "other", 1, Shop.picture(43));
    eventually(() -> disturbed.reflects(34, "known", 1, photo));
    eventually(() -> disturbed.reflects(34, "other", 1, Shop.picture(43)));
    ManyPictures.list(shop, 34);
    eventually(() -> ManyPictures.exceedMemory(shop, 34));
    var expected = listed(shop.answer(photo, null, 34));
    assertThat(expected).extracting(SearchAnswer.Hit::productId).containsExactly("known", "other");
    int version = 0;
    for (var trouble : List.of(Disturbance.REFUSE, Disturbance.RESET, Disturbance.HANG)) {
      disturbed.milvus.set(trouble);
      eventually(() -> finds(photo, PARTLY_IN_MEMORY, expected));
      shop.setAvailable(34, "other", ++version, false);
      eventually(() -> finds(photo, PARTLY_IN_MEMORY, expected.subList(0, 1)));
      shop.setAvailable(34, "other", ++version, true);
      eventually(() -> finds(photo, PARTLY_IN_MEMORY, expected));
      disturbed.calm();
      eventually(() -> finds(photo, NORMAL, expected));
    }
  }

  private static List<SearchAnswer.Hit> listed(SearchAnswer answer) {
    return answer.hits().stream().filter(hit -> !ManyPictures.areOf(hit.productId())).toList();
  }

  private static boolean finds(Path photo, int degradeLevel, List<SearchAnswer.Hit> expected)
      throws Exception {
    var answer = shop.answer(photo, null, 34);
    var hits = listed(answer);
    return answer.degradeLevel() == degradeLevel
        && hits.size() == expected.size()
        && IntStream.range(0, expected.size())
            .allMatch(
                i ->
                    hits.get(i).imagePk().equals(expected.get(i).imagePk())
                        && Math.abs(hits.get(i).score() - expected.get(i).score()) < SAME_SCORE);
  }

  /** The run that publishes it fails; to the next one, the event that showed it is superseded. */
  @Test
  void aPictureThatOnlyALostRunPublishedIsInEveryStore() throws Exception {
    shop.list(28, "before", 1, Shop.picture(27));
    eventually(() -> disturbed.reflects(28, "before", 1, Shop.picture(27)));
    disturbed.awaitQuiet();
    var lost = Digest.sha256(Files.readAllBytes(Shop.picture(28)));
    long before = disturbed.restores(INDEX);
    disturbed.milvus.set(Disturbance.BLACK_HOLE);
    disturbed.listByDetour(28, "changed", 1, Shop.picture(28));
    eventually(() -> disturbed.archivesVector(lost));
    disturbed.pictures.set(Disturbance.delay(Duration.ofSeconds(1)));
    shop.list(28, "changed", 2, Shop.picture(29));
    eventually(() -> disturbed.restores(INDEX) > before);
    disturbed.milvus.set(Disturbance.NONE);
    eventually(() -> disturbed.reflects(28, "changed", 2, Shop.picture(29)));
    eventually(() -> shop.statusOf(lost) == 200);
    assertThat(shop.hitsOf(lost, 28)).isZero();
  }

  @Test
  @Tag("full") // half a minute of waiting
  void aMilvusThatHangsForHalfAMinuteHoldsUpNoWithdrawal() throws Exception {
    var known = Shop.picture(30);
    shop.list(29, "known", 1, known);
    eventually(() -> disturbed.reflects(29, "known", 1, known));
    long before = disturbed.milvus.struck();
    disturbed.milvus.set(Disturbance.HANG);
    shop.list(29, "hanging", 1, Shop.picture(31));
    long end = System.nanoTime() + HALF_A_MINUTE.toNanos();
    for (int version = 1; System.nanoTime() < end; version++) {
      boolean available = version % 2 == 0;
      shop.setAvailable(29, "known", version, available);
      eventually(() -> disturbed.archived(29, "known").startsWith("1 " + available));
    }
    shop.setAvailable(29, "known", Integer.MAX_VALUE, true);
    assertThat(disturbed.milvus.struck()).isGreaterThan(before);
    disturbed.calm();
    eventually(() -> disturbed.reflects(29, "hanging", 1, Shop.picture(31)));
    eventually(() -> disturbed.reflects(29, "known", 1, known));
  }

  @Test
  void aResetAfterTheRequestLosesNothing() throws Exception {
    disturbed.awaitQuiet();
    long before = disturbed.milvus.struck();
    var writes = Failpoint.MILVUS_WRITE.arm(Fault.counting());
    disturbed.milvus.set(Disturbance.RESET);
    shop.list(14, "reset", 1, Shop.picture(14));
    eventually(() -> writes.reached() > 1);
    assertThat(disturbed.milvus.struck()).isGreaterThan(before);
    disturbed.calm();
    eventually(() -> disturbed.reflects(14, "reset", 1, Shop.picture(14)));
  }

  @Test
  void aBatchThatIsCutBeforeItsCommitIsWrittenAgain() throws Exception {
    var held = Failpoint.POSTGRES_COMMIT.arm(Fault.blocking(LONG).once());
    shop.list(15, "cut", 1, Shop.picture(15));
    eventually(() -> held.struck() == 1);
    long before = disturbed.postgres.struck();
    disturbed.postgres.set(Disturbance.CUT);
    assertThat(disturbed.postgres.struck()).isGreaterThan(before);
    shop.list(15, "cut", 2, Shop.picture(16));
    held.release();
    disturbed.calm();
    eventually(() -> disturbed.reflects(15, "cut", 2, Shop.picture(16)));
  }

  @Test
  void aFlushThatPostgresSwallowsFailsTheCheckpointAndNothingIsLost() throws Exception {
    long before = disturbed.restores(ARCHIVE);
    disturbed.postgres.set(Disturbance.BLACK_HOLE);
    shop.list(17, "swallowed", 1, Shop.picture(17));
    eventually(() -> disturbed.restores(ARCHIVE) > before);
    shop.list(17, "swallowed", 2, Shop.picture(17));
    disturbed.calm();
    eventually(() -> disturbed.reflects(17, "swallowed", 2, Shop.picture(17)));
    assertThat(log()).containsPattern("BatchingWriter trace_id=\\w{32} - .*PostgreSQL.* flush");
  }

  @Test
  void aPictureWhoseHostFailsInPassingIsHad() throws Exception {
    for (var trouble :
        new Disturbance[] {
          SLOW, Disturbance.RESET, Disturbance.HALF_ANSWER, Disturbance.REFUSE, Disturbance.HANG
        }) {
      var product = "passing-" + trouble.name();
      var before = disturbed.pictures.struck();
      disturbed.pictures.set(trouble);
      disturbed.listByDetour(18, product, 1, Shop.picture(18));
      if (trouble.equals(Disturbance.REFUSE)) {
        eventually(() -> disturbed.archived(18, product).equals("1 true true {}"));
      } else {
        eventually(() -> disturbed.pictures.struck() > before);
      }
      disturbed.calm();
      eventually(() -> disturbed.reflects(18, product, 1, Shop.picture(18)));
    }
  }

  @Test
  void aKafkaThatIsCutFromRunningJobsLosesNothing() throws Exception {
    for (var trouble : List.of(Disturbance.CUT, Disturbance.RESET, Disturbance.HALF_ANSWER)) {
      var product = "kafka-" + trouble.name();
      shop.list(26, product, 1, Shop.picture(26));
      long before = disturbed.kafka.struck();
      disturbed.kafka.set(trouble);
      var sent = CompletableFuture.runAsync(() -> listSecond(product));
      eventually(() -> disturbed.kafka.struck() > before + CUT_CONNECTIONS);
      disturbed.calm();
      sent.get(2, TimeUnit.MINUTES);
      eventually(() -> disturbed.reflects(26, product, 2, Shop.picture(27)));
    }
  }

  private static void listSecond(String product) {
    try {
      shop.list(26, product, 2, Shop.picture(27));
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void aKafkaThatIsRestartedLosesNothingAndSearchesGoOnWithoutIt() throws Exception {
    var kafka = shop.platform().servers().kafka();
    var known = Shop.picture(22);
    shop.list(27, "known", 1, known);
    eventually(() -> disturbed.reflects(27, "known", 1, known));
    shop.list(27, "restarted", 1, Shop.picture(23));
    kafka.close();
    eventually(() -> disturbed.reflects(27, "known", 1, known));
    kafka.start();
    shop.list(27, "restarted", 2, Shop.picture(27));
    eventually(() -> disturbed.reflects(27, "restarted", 2, Shop.picture(27)));
    disturbed.awaitQuiet();
  }

  @Test
  void aHostThatGivesOtherBytesIsTakenAtItsWordForEachVersion() throws Exception {
    var url = List.of(EventPicture.at("http://" + disturbed.changing.hostAndPort() + "/p.jpg"));
    disturbed.changing.give(Files.readAllBytes(Shop.picture(24)));
    shop.list(24, "changing", 1, "Things", url);
    eventually(() -> disturbed.reflects(24, "changing", 1, Shop.picture(24)));
    disturbed.changing.give("<html>sorry</html>".getBytes(UTF_8));
    shop.list(24, "changing", 2, "Things", url);
    eventually(() -> disturbed.archived(24, "changing").equals("2 true false {}"));
    disturbed.changing.give(Files.readAllBytes(Shop.picture(25)));
    shop.list(24, "changing", 3, "Things", url);
    eventually(() -> disturbed.reflects(24, "changing", 3, Shop.picture(25)));
    assertThat(shop.score(Shop.picture(24), 24, "changing").orElse(0.0)).isLessThan(0.99);
  }

  @Test
  void aSlowPictureOfAnOlderVersionComesToNothing() throws Exception {
    var fetched = Failpoint.FETCHED.arm(Fault.counting());
    disturbed.pictures.set(Disturbance.HANG);
    disturbed.listByDetour(19, "slow", 1, Shop.picture(19));
    shop.list(19, "slow", 2, Shop.picture(20));
    eventually(() -> disturbed.reflects(19, "slow", 2, Shop.picture(20)));
    int before = fetched.reached();
    disturbed.calm();
    eventually(() -> fetched.reached() > before);
    shop.list(19, "after", 1, Shop.picture(19));
    eventually(() -> disturbed.reflects(19, "after", 1, Shop.picture(19)));
    var newest = Digest.sha256(Files.readAllBytes(Shop.picture(20)));
    assertThat(disturbed.archived(19, "slow")).isEqualTo("2 true false {%s}".formatted(newest));
    // A search may leave out what it could not read in time; what it shows must be the newest.
    for (int picture : new int[] {19, 20}) {
      assertThat(shop.search(Shop.picture(picture), 19))
          .filteredOn(hit -> hit.productId().equals("slow"))
          .allMatch(hit -> hit.contentVersion() == 2 && hit.imagePk().equals(newest));
    }
    eventually(() -> disturbed.reflects(19, "slow", 2, Shop.picture(20)));
  }

  @Test
  void anInferenceThatTakesLongHasOneWriterAndTheNewestWins() throws Exception {
    disturbed.awaitQuiet();
    var picture = Shop.picture(21);
    var held = Failpoint.INFERENCE.arm(Fault.blocking(LONG).once());
    shop.list(21, "long", 1, picture);
    eventually(() -> held.struck() == 1);
    shop.list(21, "long", 2, picture);
    shop.list(22, "long", 1, picture);
    shop.list(21, "long", 3, picture);
    eventually(() -> disturbed.archived(21, "long").startsWith("3 true false"));
    eventually(() -> disturbed.archived(22, "long").startsWith("1 true false"));
    held.release();
    eventually(() -> disturbed.reflects(21, "long", 3, picture));
    eventually(() -> disturbed.reflects(22, "long", 1, picture));
    assertThat(held.reached()).isEqualTo(1);
  }

  @Test
  void aDiskThatIsFullForCheckpointsHoldsUpNoEvent() throws Exception {
    disturbed.awaitQuiet();
    long failed = disturbed.failedCheckpoints(INDEX);
    long failedQuery = disturbed.failedCheckpoints(QUERY);
    long restarts = disturbed.restores(QUERY);
    long refused = FillableDisk.refused();
    shop.list(33, "full", 1, Shop.picture(40));
    FillableDisk.fill();
    eventually(() -> disturbed.failedCheckpoints(INDEX) > failed);
    eventually(() -> disturbed.failedCheckpoints(QUERY) > failedQuery);
    assertThat(FillableDisk.refused()).isGreaterThan(refused);
    shop.list(33, "full", 2, Shop.picture(41));
    eventually(() -> disturbed.reflects(33, "full", 2, Shop.picture(41)));
    FillableDisk.free();
    disturbed.awaitQuiet();
    assertThat(disturbed.restores(QUERY)).as("times that searches stopped").isEqualTo(restarts);
    assertThat(disturbed.reflects(33, "full", 2, Shop.picture(41))).isTrue();
  }

  private static String log() throws Exception {
    return Files.readString(Shop.LOGS.resolve("imgsrch.log"));
  }
}
