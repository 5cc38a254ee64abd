package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.query.plan.PathCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecallAuditTest {
  private static final int PICTURES = 100;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FakeIndex index = new FakeIndex();
  private final FakeValidity validity = new FakeValidity();
  private final FakeMirror mirror = new FakeMirror();
  private final FakeCatalogue catalogue = mirror.hold();
  private final BlockingQueue<Audit> audits = new LinkedBlockingQueue<>();
  private final AtomicLong clock = new AtomicLong();
  private @Nullable SearchService service;

  private record Audit(double recall, boolean alarming) {}

  @AfterEach
  void close() {
    Objects.requireNonNull(service).close();
  }

  @Test
  void aFaithfulIndexHasItAll() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, score(i), true);
    }
    start(1, 0.9, Samples.indexIsCheaper());

    assertThat(search().hits()).hasSize(10);
    assertThat(next()).isEqualTo(new Audit(1, false));
  }

  @Test
  void aLossyIndexIsFoundOut() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, score(i), i % 5 > 0);
    }
    start(1, 0.9, Samples.indexIsCheaper());

    assertThat(search().hits()).hasSize(10);
    var audit = next();
    assertThat(audit.recall()).isCloseTo(0.8, Offset.offset(1e-9));
    assertThat(audit.alarming()).isTrue();
  }

  @Test
  void whatTheStateRefusesIsNoLoss() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, score(i), true);
    }
    validity.addOnlyOffer(Samples.offer(1, "p0", "shoes", false, "i0"));
    validity.addOnlyOffer(Samples.deleted(1, "p1"));
    validity.failing.add("1/p2");
    start(1, 1, Samples.indexIsCheaper());

    assertThat(search().hits()).extracting(Hit::productId).startsWith("p3", "p4");
    assertThat(next()).isEqualTo(new Audit(1, false));
  }

  @Test
  void productsCountAndNotTheirPictures() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i / 20, "i" + i, score(i), true);
    }
    for (int i = 0; i < 5; i++) {
      validity.addOnlyOffer(Samples.offer(1, "p" + i, "shoes", true, pictures(20 * i, 20)));
    }
    start(1, 1, Samples.indexIsCheaper());

    assertThat(search().hits()).hasSize(5);
    assertThat(next()).isEqualTo(new Audit(1, false));
  }

  @Test
  void whatScoresAsTheWorstOfThePageIsAsGood() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, i < 5 ? 0.9 : 0.5, i != 50);
    }
    start(1, 1, Samples.indexIsCheaper());

    assertThat(search().hits()).hasSize(10);
    assertThat(next().recall()).isEqualTo(1);
  }

  @Test
  void oneOfSoManyIsAudited() throws Exception {
    sell("p", "i", 0.5, true);
    start(4, 0.9, Samples.exactIsCheaper());
    for (int i = 0; i < 3; i++) {
      search();
    }
    assertThat(catalogue.scans).as("by searches").hasValue(3);
    search();
    assertThat(next().recall()).isEqualTo(1);
    assertThat(audits).isEmpty();
  }

  @Test
  void zeroIsNone() {
    sell("p", "i", 0.5, true);
    start(0, 0.9, Samples.exactIsCheaper());
    for (int i = 0; i < 10; i++) {
      search();
    }
    Objects.requireNonNull(service).close();
    assertThat(catalogue.scans).hasValue(10);
  }

  @Test
  void anAuditOfASecondIsFollowedByAPause() throws Exception {
    sell("p", "i", 0.5, true);
    start(1, 0.9, Samples.exactIsCheaper());
    catalogue.onTrueScan = () -> clock.addAndGet(SECOND_NANOS);
    search();
    assertThat(next().recall()).isEqualTo(1);
    for (int i = 0; i < 10; i++) {
      search();
    }
    assertThat(catalogue.trueScans).hasValue(1);
    Awaitility.await()
        .untilAsserted(
            () -> {
              clock.addAndGet(60 * SECOND_NANOS);
              search();
              assertThat(catalogue.trueScans.get()).isGreaterThan(1);
            });
  }

  @Test
  void anAuditThatTakesTooLongIsGivenUp() {
    sell("p", "i", 0.5, true);
    start(1, 0.9, Samples.exactIsCheaper());
    catalogue.onTrueScan = () -> clock.addAndGet(3 * SECOND_NANOS);
    search();
    Awaitility.await().until(() -> catalogue.trueScans.get() == 1);
    Objects.requireNonNull(service).close();
    assertThat(audits).isEmpty();
  }

  @Test
  void anAnswerWhoseVectorsAreGoneIsPassedOver() throws Exception {
    sell("p", "i", 0.5, true);
    start(1, 0.9, Samples.exactIsCheaper());
    catalogue.goneForAudits.set(1);
    Awaitility.await()
        .untilAsserted(
            () -> {
              search();
              assertThat(audits).isNotEmpty();
            });
    assertThat(catalogue.goneForAudits).hasValue(0);
  }

  @Test
  void thePathThatWasNotTakenIsMeasured() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, score(i), true);
    }
    var costs = Samples.exactIsCheaper();
    double index40 = costs.index().millis(40);
    start(1, 0.9, costs);
    search();
    next();
    Awaitility.await().until(() -> costs.index().millis(40) < index40);
    assertThat(index.asked).containsExactly(40);

    close();
    index.asked.clear();
    var others = Samples.indexIsCheaper();
    double exact100 = others.exact().millis(PICTURES);
    start(1, 0.9, others);
    search();
    next();
    Awaitility.await().until(() -> others.exact().millis(PICTURES) < exact100);
  }

  @Test
  void clustersThatMissTooMuchAreSearchedFurther() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, score(i), true);
    }
    catalogue.clustered = true;
    catalogue.missedByClusters = 1;
    var costs = Samples.clustersAreCheaper();
    double exact100 = costs.exact().millis(PICTURES);
    double index40 = costs.index().millis(40);
    start(1, 0.95, costs);
    search();
    assertThat(next()).isEqualTo(new Audit(0.9, true));
    Awaitility.await().until(() -> catalogue.misses.get() == 1);
    Awaitility.await().until(() -> costs.exact().millis(PICTURES) < exact100);
    Awaitility.await().until(() -> costs.index().millis(40) < index40);
    assertThat(catalogue.visits).as("by searches").hasValue(1);
  }

  @Test
  void whatAnotherPathMissesIsNotTheClusters() throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      sell("p" + i, "i" + i, score(i), i % 5 > 0);
    }
    catalogue.clustered = true;
    start(1, 0.9, Samples.indexIsCheaper());
    search();
    assertThat(next().alarming()).isTrue();
    Awaitility.await().until(() -> catalogue.visits.get() == 1);
    assertThat(catalogue.misses).hasValue(0);
  }

  private void start(int every, double floor, PathCosts costs) {
    var backends =
        new Backends(
            index,
            validity,
            mirror,
            new FakeStandings(),
            new FakeEmbedder(),
            PhotoSource.none(),
            AvailabilityWriter.none());
    service =
        new SearchService(
            backends,
            Samples.LIMITS,
            PictureUrls.NONE,
            () -> null,
            MinPositions.none(),
            new AuditOptions(every, floor),
            (recall, alarming) -> audits.add(new Audit(recall, alarming)),
            costs,
            clock::get,
            clock::get);
  }

  private static double score(int rank) {
    return 0.9 - rank / 200.0;
  }

  private static String[] pictures(int from, int count) {
    List<String> names = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      names.add("i" + i);
    }
    return names.toArray(String[]::new);
  }

  private void sell(String productId, String imagePk, double score, boolean indexed) {
    if (indexed) {
      index.add(imagePk, score);
    }
    catalogue.picture(imagePk, score).offer(1, productId, imagePk);
    validity.addOnlyOffer(Samples.offer(1, productId, "shoes", true, imagePk));
  }

  private SearchAnswer search() {
    return Objects.requireNonNull(service).search(Samples.request(10), "trace").join();
  }

  private Audit next() throws InterruptedException {
    return Objects.requireNonNull(audits.poll(10, TimeUnit.SECONDS), "no audit");
  }
}
