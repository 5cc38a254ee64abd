package io.imgsrch.operators.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.imgsrch.operators.query.plan.CostCurve;
import io.imgsrch.operators.query.plan.Path;
import io.imgsrch.operators.query.plan.PathCosts;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a search with a catalogue in memory asks of whom. */
class PlannedSearchTest {
  private static final Scope NOBODY = new Scope(Set.of(99L), null);
  private static final int FAR = 1_000;

  private final FakeIndex index = new FakeIndex();
  private final FakeValidity validity = new FakeValidity();
  private final FakeMirror mirror = new FakeMirror();
  private final FakeEmbedder embedder = new FakeEmbedder();
  private final FakeCatalogue catalogue = mirror.hold();
  private final Backends backends =
      new Backends(
          index,
          validity,
          mirror,
          new FakeStandings(),
          embedder,
          PhotoSource.none(),
          AvailabilityWriter.none());
  private SearchService service =
      Samples.service(backends, Samples.LIMITS, Samples.exactIsCheaper());

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void whereNothingIsAllowedNobodyIsAsked() {
    sell(1, "p", "i1", 0.9);
    index.failure = new IllegalStateException("must not be asked");
    embedder.failure = new IllegalStateException("must not be asked");

    for (var example :
        List.of(new Example.Photo(new byte[1]), new Example.Known(Samples.imagePk("x")))) {
      var answer = search(new SearchRequest(example, NOBODY, 10, -1, true));
      assertThat(answer.hits()).isEmpty();
      assertThat(answer.verified()).isTrue();
      assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
      assertThat(answer.explain())
          .isEqualTo(new Explanation(Path.NOTHING, Path.NOTHING, 0, 0, List.of()));
    }
    assertThat(index.asked).isEmpty();
    assertThat(validity.succeeded).hasValue(0);
  }

  @Test
  void aVectorOfAnotherLengthIsRefusedWhateverIsAllowed() {
    var wrong = new SearchRequest(new Example.Vector(new float[] {1}), NOBODY, 10, -1);
    assertThatThrownBy(() -> search(wrong))
        .extracting(Failures::unwrapped)
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_RANGE));
  }

  @Test
  void aPlanToScoreInMemoryIsNoDegradedAnswer() {
    sell(1, "p", "i1", 0.9);
    sell(1, "q", "i2", 0.8);
    index.failure = new IllegalStateException("must not be asked");

    var answer = search(explained(10, Scope.ALL));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p", "q");
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
    assertThat(index.asked).isEmpty();
    var explanation = Objects.requireNonNull(answer.explain());
    assertThat(explanation.plan()).isEqualTo(Path.EXACT);
    assertThat(explanation.path()).isEqualTo(Path.EXACT);
    assertThat(explanation.allowed()).isEqualTo(2);
    assertThat(explanation.resident()).isEqualTo(2);
    assertThat(explanation.rounds())
        .singleElement()
        .satisfies(
            round -> {
              assertThat(round.path()).isEqualTo(Path.EXACT);
              assertThat(round.candidates()).isEqualTo(40);
              assertThat(round.found()).isEqualTo(2);
              assertThat(round.exactMs()).isNotNull();
              assertThat(round.indexMs()).isNotNull();
            });
  }

  @Test
  void clustersAreVisitedWhereThatIsCheaper() {
    restart(Samples.clustersAreCheaper());
    catalogue.clustered = true;
    sell(1, "p", "i1", 0.9);

    var answer = search(explained(10, Scope.ALL));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p");
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
    assertThat(catalogue.visits).hasValue(1);
    assertThat(catalogue.scans).hasValue(0);
    var explanation = Objects.requireNonNull(answer.explain());
    assertThat(explanation.plan()).isEqualTo(Path.CLUSTERED);
    assertThat(explanation.path()).isEqualTo(Path.CLUSTERED);
    assertThat(explanation.rounds().get(0).clusteredMs()).isNotNull();
  }

  @Test
  void nothingIsExplainedUnasked() {
    assertThat(search(Samples.request(1)).explain()).isNull();
  }

  @Test
  void whileTheCatalogueIsNotInMemoryTheStoreIsAsked() {
    try (var blind =
        Samples.service(
            new Backends(
                index,
                validity,
                new FakeMirror(),
                new FakeStandings(),
                embedder,
                PhotoSource.none(),
                AvailabilityWriter.none()),
            Samples.LIMITS,
            Samples.exactIsCheaper())) {
      index.add("i1", 0.9);
      validity.add(Samples.offer(1, "p", "shoes", true, "i1"));
      var answer = blind.search(explained(10, Scope.ALL), "trace").join();
      assertThat(answer.hits()).hasSize(1);
      var explanation = Objects.requireNonNull(answer.explain());
      assertThat(explanation.path()).isEqualTo(Path.INDEX);
      assertThat(explanation.allowed()).isNull();
      assertThat(explanation.resident()).isNull();
    }
  }

  @Test
  void whatTheStoreGivesIsFilteredInMemory() {
    restart(Samples.indexIsCheaper());
    sell(1, "p", "i1", 0.7);
    sell(2, "q", "i2", 0.9);

    var answer = search(explained(1, new Scope(Set.of(1L), null)));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p");
    assertThat(index.asked).containsExactly(8);
    assertThat(validity.succeeded).hasValue(1);
    assertThat(Objects.requireNonNull(answer.explain()).rounds())
        .singleElement()
        .satisfies(round -> assertThat(round.found()).isEqualTo(1));
  }

  /** A thousand are nearer than any that is allowed; each look at the clock takes 3 ms. */
  @Test
  void aClusteredFilterTurnsExactWhenTheStoreHasTakenAsLong() {
    var clock = new AtomicLong();
    restart(
        new PathCosts(new CostCurve(20, 0), new CostCurve(20, 0), new CostCurve(2, 0)),
        () -> clock.addAndGet(3_000_000));
    for (int i = 0; i < FAR; i++) {
      sell(2, "near" + i, "near" + i, 0.9 - i / 1e5);
    }
    for (int i = 0; i < FAR / 10; i++) {
      sell(1, "p" + i, "i" + i, 0.2 - i / 1e5);
    }

    var answer = search(explained(2, new Scope(Set.of(1L), null)));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p0", "p1");
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.NORMAL);
    assertThat(index.asked).containsExactly(88, 352);
    assertThat(Objects.requireNonNull(answer.explain()).rounds())
        .extracting(Explanation.Round::path, Explanation.Round::found)
        .containsExactly(tuple(Path.INDEX, 0), tuple(Path.INDEX, 0), tuple(Path.EXACT, 8));
  }

  @Test
  void emptyRoundsGrowUntilTheBudgetIsUsedUp() {
    restart(new PathCosts(new CostCurve(1e6, 0), new CostCurve(1e6, 0), new CostCurve(2, 0)));
    for (int i = 0; i < 2 * Samples.LIMITS.maxCandidates(); i++) {
      sell(i % 2 == 0 ? 2 : 1, "p" + i, "i" + i, i % 2 == 0 ? 0.9 : 0.1 - i / 1e6);
    }

    var answer = search(explained(2, new Scope(Set.of(1L), null)));

    assertThat(answer.hits()).extracting(Hit::productId).containsExactly("p1", "p3");
    assertThat(index.asked).containsExactly(16, 64, 256, 1_024, 4_096);
    var explanation = Objects.requireNonNull(answer.explain());
    assertThat(explanation.plan()).isEqualTo(Path.INDEX);
    assertThat(explanation.path()).isEqualTo(Path.EXACT);
    assertThat(explanation.rounds()).hasSize(6);
    assertThat(explanation.rounds().get(5).indexMs()).isNull();
  }

  @Test
  void aStoreThatLostSomeOfWhatIsAllowedIsNotTrusted() {
    restart(Samples.indexIsCheaper());
    sell(1, "p", "i1", 0.9);
    catalogue.picture("lost", 0.8).offer(1, "q", "lost");
    validity.addOnlyOffer(Samples.offer(1, "q", "shoes", true, "lost"));

    assertThat(search(Samples.request(10)).hits())
        .extracting(Hit::productId)
        .containsExactly("p", "q");
  }

  @Test
  void allThatIsAllowedWasSeenAndNobodyIsAskedAgain() {
    restart(Samples.indexIsCheaper());
    sell(1, "p", "i1", 0.9);
    sell(1, "q", "i2", 0.8);

    assertThat(search(Samples.request(10)).hits()).hasSize(2);
    assertThat(index.asked).hasSize(1);
    assertThat(catalogue.scans).hasValue(0);
  }

  @Test
  void aPlanThatFailedIsStillWhatWasPlanned() {
    restart(Samples.indexIsCheaper());
    sell(1, "p", "i1", 0.9);
    index.failure = new IllegalStateException("away");

    var answer = search(explained(1, Scope.ALL));

    var explanation = Objects.requireNonNull(answer.explain());
    assertThat(explanation.plan()).isEqualTo(Path.INDEX);
    assertThat(explanation.path()).isEqualTo(Path.EXACT);
    assertThat(answer.degradeLevel()).isEqualTo(SearchAnswer.IN_MEMORY);
  }

  @Test
  void whereTheVectorsAreGoneANewerInstantIsSearched() {
    sell(1, "p", "i1", 0.9);
    catalogue.gone.set(3);

    var answer = search(explained(1, Scope.ALL));

    assertThat(answer.hits()).hasSize(1);
    assertThat(Objects.requireNonNull(answer.explain()).path()).isEqualTo(Path.EXACT);
    assertThat(catalogue.scans).hasValue(1);
  }

  @Test
  void afterAWaitForThePhotoTheCatalogueIsTheNewest() {
    sell(1, "p", "i1", 0.9);
    var photo = new SearchRequest(new Example.Photo(new byte[1]), Scope.ALL, 10, -1);
    embedder.holds = true;
    var answer = service.search(photo, "trace");
    sell(1, "q", "i2", 0.8);
    embedder.release();

    assertThat(answer.join().hits()).extracting(Hit::productId).containsExactly("p", "q");
  }

  @Test
  void bothPathsFindTheSame() {
    IntStream.range(0, 200).forEach(i -> sell(i % 7, "p" + i % 90, "i" + i, Math.sin(i * 37)));
    for (var scope : List.of(Scope.ALL, new Scope(Set.of(1L, 4L), null), NOBODY)) {
      for (int topK : new int[] {1, 10, 100}) {
        restart(Samples.exactIsCheaper());
        var exact = search(Samples.request(topK, scope));
        restart(Samples.indexIsCheaper());
        assertThat(search(Samples.request(topK, scope)).hits()).isEqualTo(exact.hits());
      }
    }
  }

  private void restart(PathCosts costs) {
    restart(costs, () -> 0);
  }

  private void restart(PathCosts costs, LongSupplier nanoClock) {
    service.close();
    service = Samples.service(backends, Samples.LIMITS, costs, nanoClock);
  }

  /** Everybody knows of it. */
  private void sell(long merchantId, String productId, String imagePk, double score) {
    index.add(imagePk, score);
    catalogue.picture(imagePk, score).offer(merchantId, productId, imagePk);
    validity.addOnlyOffer(Samples.offer(merchantId, productId, "shoes", true, imagePk));
  }

  private static SearchRequest explained(int topK, Scope scope) {
    return new SearchRequest(new Example.Vector(Samples.unitVector(0)), scope, topK, -1, true);
  }

  private SearchAnswer search(SearchRequest request) {
    return service.search(request, "trace").join();
  }
}
