package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import io.imgsrch.operators.validity.ValidityState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The operator of the validity job in a real cluster with RocksDB, read many offers at a time. */
class ManyOffersIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(6);
  private static final String BY_PROXY = "state_batches_by_proxy";
  private static final String ONE_BY_ONE = "state_reads_one_by_one";
  private static final int PAGE = 20;
  private static final List<String> KEYS =
      IntStream.range(0, StateCluster.OFFERS).mapToObj(i -> "7/p" + i).toList();

  @Test
  void allOffersAreReadWhateverTheSubtasksAndWhileTheyChange() throws Exception {
    var counters = new KeptCounters();
    try (var cluster = new StateCluster(3);
        var reader = new ValidityStateReader(settings(cluster), counters);
        var job = new QueryableStateReader(settings(cluster), ValidityState.JOB_NAME)) {
      var first = cluster.runOffers("first", 2);
      awaitAll(reader, "first");
      eachSubtaskAnswersForItsKeys(job, 2);
      aRequestThatIsNoBatchIsAnError(job);
      offersGrowNoOlder(reader);
      subtasksAnswerThemselves(reader, counters);

      cluster.cancel(first);
      cluster.runOffers("second", 3);
      awaitAll(reader, "second");
      eachSubtaskAnswersForItsKeys(job, 3);
      offersGrowNoOlder(reader);
      subtasksAnswerThemselves(reader, counters);
    }
  }

  @Test
  void whereNoPortsAreGivenOffersAreReadByProxies() throws Exception {
    var counters = new KeptCounters();
    try (var cluster = new StateCluster(2);
        var reader = new ValidityStateReader(settings(cluster), counters)) {
      cluster.runOffers(
          "first", 2, StateCluster.SETTINGS.with(ValidityOptions.READ_PORTS, "none", "test"));
      awaitAll(reader, "first");
      // Whoever asked before the job had its state goes on one by one for a while.
      Awaitility.await().until(() -> readMeanwhile(reader, counters, BY_PROXY) > 0);
      for (int i = 0; i < 10; i++) {
        assertThat(readMeanwhile(reader, counters, BY_PROXY)).isPositive();
      }
    }
  }

  /** Once it is connected to all: then nothing is read in another way. */
  private static void subtasksAnswerThemselves(ValidityStateReader reader, KeptCounters counters) {
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(readMeanwhile(reader, counters, BY_PROXY, ONE_BY_ONE)).isZero());
  }

  /** What is counted while many offers are read. */
  private static long readMeanwhile(
      ValidityStateReader reader, KeptCounters counters, String... names) {
    long before = Arrays.stream(names).mapToLong(counters::count).sum();
    offersGrowNoOlder(reader);
    return Arrays.stream(names).mapToLong(counters::count).sum() - before;
  }

  private static void awaitAll(ValidityStateReader reader, String title) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(titles(reader)).containsOnly(Map.entry(title, KEYS.size())));
  }

  /** How many offers have each title, or error. */
  private static Map<String, Integer> titles(ValidityStateReader reader) {
    var titles = new HashMap<String, Integer>();
    for (var read : reader.offers(KEYS).values()) {
      var title =
          read.thenApply(offer -> offer.map(Offer::details).map(Details::title).orElse("none"))
              .exceptionally(Throwable::toString)
              .join();
      titles.merge(title, 1, Integer::sum);
    }
    return titles;
  }

  private static void eachSubtaskAnswersForItsKeys(QueryableStateReader job, int parallelism) {
    var subtasks = new Subtasks(128, parallelism);
    var keys = new ArrayList<>(KEYS.subList(0, PAGE));
    keys.add("7/none");
    for (int i = 0; i < PAGE; i++) {
      var answer = ask(job, keys);
      assertThat(answer.subtasks()).isEqualTo(subtasks);
      for (int k = 0; k < keys.size(); k++) {
        boolean held = subtasks.holderOf(keys.get(k)) == subtasks.holderOf(keys.get(0));
        assertThat(answer.entries().get(k))
            .isInstanceOf(held && !keys.get(k).equals("7/none") ? Value.class : NoValue.class);
        if (!held) {
          assertThat(answer.entries().get(k)).isEqualTo(NoValue.LEFT_OUT);
        }
      }
      keys.add(keys.remove(0));
    }
    assertThat(ask(job, List.of("7/none")).entries()).containsExactly(NoValue.ABSENT);
  }

  private static BatchAnswer ask(QueryableStateReader job, List<String> keys) {
    return job.read(ValidityStateReader.OFFERS_OF_MANY, new KeyBatch(keys)).join();
  }

  private static void aRequestThatIsNoBatchIsAnError(QueryableStateReader job) {
    var asked = ValidityStateReader.OFFERS_OF_MANY;
    var noBatch =
        new QueriedState<>(
            asked.name(), Types.STRING, asked.descriptor(), asked.contents(), asked.none());

    assertThat(job.read(noBatch, "7/p1"))
        .failsWithin(TIMEOUT.plusSeconds(3))
        .withThrowableThat()
        .withCauseInstanceOf(StateReadException.class)
        .withStackTraceContaining("mismatch in the key/namespace serializers");
    assertThat(ask(job, List.of("7/p1")).entries()).hasOnlyElementsOfType(Value.class);
  }

  private static void offersGrowNoOlder(ValidityStateReader reader) {
    var newest = new HashMap<String, Long>();
    for (int round = 0; round < 20; round++) {
      var pages = new ArrayList<Map<String, CompletableFuture<Optional<Offer>>>>();
      for (int from = 0; from < KEYS.size(); from += PAGE) {
        var keys = new ArrayList<>(KEYS.subList(from, from + PAGE));
        keys.add("7/none" + from);
        pages.add(reader.offers(keys));
      }
      for (var page : pages) {
        assertThat(page).hasSize(PAGE + 1);
        for (var read : page.entrySet()) {
          var offer = read.getValue().join();
          if (read.getKey().startsWith("7/none")) {
            assertThat(offer).isEmpty();
            continue;
          }
          assertThat(offer.map(Offer::key)).contains(read.getKey());
          long version = offer.orElseThrow().content().version();
          assertThat(version).isGreaterThanOrEqualTo(newest.getOrDefault(read.getKey(), 0L));
          newest.put(read.getKey(), version);
        }
      }
    }
  }

  private static Settings settings(StateCluster cluster) {
    return Settings.of(List.of())
        .with(QueryOptions.FLINK_REST, cluster.rest().toString(), "test")
        .with(QueryOptions.STATE_PROXIES, "127.0.0.1:" + cluster.proxyPort, "test")
        .with(QueryOptions.STATE_TIMEOUT, Long.toString(TIMEOUT.toMillis()), "test");
  }
}
