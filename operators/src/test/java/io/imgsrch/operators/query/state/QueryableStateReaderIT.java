package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.Events;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.registry.Standing;
import io.imgsrch.operators.validity.ImageOffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Against a real cluster with RocksDB. */
class QueryableStateReaderIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final String READ_ALONE = "state_reads_one_by_one";

  @Test
  void readsFindsTheJobAgainAndFailsInTime() throws Exception {
    try (var cluster = new StateCluster()) {
      var job = cluster.runValidity("first");
      cluster.runIndex();
      // Nobody listens at the first proxy: the next one is tried, and remembered.
      var proxies = "127.0.0.1:" + StateCluster.freePort() + ",127.0.0.1:" + cluster.proxyPort;
      var counters = new KeptCounters();
      try (var reader = new ValidityStateReader(settings(cluster, proxies), counters);
          var standings = new StandingStateReader(settings(cluster, proxies))) {
        awaitCategory(reader, "first");
        readsStandings(standings);
        readsWhatTheJobHolds(reader);
        aMissingKeyIsAnAnswer(reader);
        assertThat(counters.count(READ_ALONE)).isZero();
        readsManyOfAJobThatKnowsOfNoBatches(reader);
        assertThat(counters.count(READ_ALONE)).isEqualTo(2 * 3);
        try (var patient = new ValidityStateReader(patient(settings(cluster, proxies)))) {
          manyReadsAreAllAnswered(patient);
        }

        cluster.cancel(job);
        assertBreaks(reader);
        // A job that is down does not hold up the reads of another.
        readsStandings(standings);
        cluster.runValidity("second");
        awaitCategory(reader, "second");

        cluster.close();
        assertBreaks(reader);
      }
    }
  }

  @Test
  void aJobThatComesLateIsFoundAndUntilThenItIsNamed() throws Exception {
    try (var cluster = new StateCluster();
        var reader = new ValidityStateReader(settings(cluster, "127.0.0.1:" + cluster.proxyPort))) {
      assertThatThrownBy(() -> reader.offer("1/p1").join())
          .hasMessageContaining("the state of imgsrch-validity at 127.0.0.1:" + cluster.proxyPort)
          .hasMessageContaining(cluster.rest() + "/jobs/overview");
      cluster.runValidity("late");
      awaitCategory(reader, "late");
    }
  }

  private static void readsWhatTheJobHolds(ValidityStateReader reader) {
    Awaitility.await().until(() -> !reader.imageOffers("image1").join().isEmpty());
    assertThat(reader.offer("1/p1").join())
        .contains(Samples.offer(1, "p1", "first", true, "image1"));
    assertThat(reader.imageOffers("image1").join())
        .containsExactlyInAnyOrder(
            new ImageOffer(1, "p", "first", true),
            new ImageOffer(2, "p", "first", true),
            new ImageOffer(3, "p", "first", false));
  }

  private static void aMissingKeyIsAnAnswer(ValidityStateReader reader) {
    // More than the breaker stands: none of these is a fault.
    for (int i = 0; i < 100; i++) {
      assertThat(reader.offer("1/none" + i).join()).isEmpty();
      assertThat(reader.imageOffers("none" + i).join()).isEmpty();
    }
  }

  private static void readsManyOfAJobThatKnowsOfNoBatches(ValidityStateReader reader) {
    for (int i = 0; i < 2; i++) {
      var read = new HashMap<String, Optional<Offer>>();
      reader
          .offers(List.of("1/p1", "1/p2", "1/none"))
          .forEach((key, offer) -> read.put(key, offer.join()));
      assertThat(read)
          .containsOnly(
              Map.entry("1/p1", Optional.of(Samples.offer(1, "p1", "first", true, "image1"))),
              Map.entry("1/p2", Optional.of(Samples.offer(1, "p2", "first", true, "image1"))),
              Map.entry("1/none", Optional.empty()));
    }
  }

  private static void manyReadsAreAllAnswered(ValidityStateReader reader) {
    var reads = IntStream.range(0, 2_000).mapToObj(i -> reader.offer("1/p" + i % 10)).toList();
    CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new)).join();
    assertThat(reads).allMatch(read -> read.join().isPresent());
  }

  private static void readsStandings(StandingStateReader reader) {
    var good = Events.imagePk(StateCluster.GOOD);
    var bad = Events.imagePk(StateCluster.BAD);
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () ->
                reader.standing(good).join().isPresent()
                    && reader.standing(bad).join().isPresent());
    assertThat(reader.standing(good).join()).contains(new Standing(null, ""));
    assertThat(reader.standing(bad).join())
        .contains(new Standing(Reason.BROKEN_PICTURE, "cut short"));
    assertThat(reader.standing(Events.imagePk("pending")).join()).isEmpty();
  }

  private static void assertBreaks(ValidityStateReader reader) {
    for (int i = 0; i < 50; i++) {
      assertFailsInTime(reader);
    }
    assertThatThrownBy(() -> reader.offer("1/p1").join())
        .hasMessageContaining("has not answered for a while");
  }

  private static void assertFailsInTime(ValidityStateReader reader) {
    assertThat(reader.offer("1/p1"))
        .failsWithin(TIMEOUT.plusSeconds(3))
        .withThrowableThat()
        .withCauseInstanceOf(StateReadException.class);
  }

  private static void awaitCategory(ValidityStateReader reader, String category) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(categoryOrError(reader)).isEqualTo(category));
  }

  private static String categoryOrError(ValidityStateReader reader) {
    return reader
        .offer("1/p1")
        .thenApply(offer -> offer.map(Offer::details).map(Details::category).orElse("no offer yet"))
        .exceptionally(Throwable::toString)
        .join();
  }

  @Test
  void aProxyThatIsNoAddressIsNamed() {
    var settings = Settings.of(List.of()).with(QueryOptions.STATE_PROXIES, "nowhere", "test");

    assertThatThrownBy(() -> new ValidityStateReader(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("query.state_proxies")
        .hasMessageContaining("nowhere");
  }

  /** For many reads at once, which a busy machine answers late: they are about being answered. */
  private static Settings patient(Settings settings) {
    return settings.with(QueryOptions.STATE_TIMEOUT, "6000", "test");
  }

  private static Settings settings(StateCluster cluster, String proxies) {
    return Settings.of(List.of())
        .with(QueryOptions.FLINK_REST, cluster.rest().toString(), "test")
        .with(QueryOptions.STATE_PROXIES, proxies, "test")
        .with(QueryOptions.STATE_TIMEOUT, Long.toString(TIMEOUT.toMillis()), "test");
  }
}
