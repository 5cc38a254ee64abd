package io.imgsrch.operators.query.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final int MILLION = 1_000_000;
  private static final int TOP = 10;
  private static final int MAX = 4_096;

  /** Scoring: 50 ns a picture; asking: 2 ms, and 3 µs a candidate. */
  private final PathCosts costs = PathCosts.guessed();

  private final Planner planner = new Planner(costs, 4, MAX);

  @Test
  void whereNothingIsAllowedThereIsNothingToDo() {
    assertThat(planner.first(inMemory(0, MILLION), TOP)).isEqualTo(Plan.NOTHING);
  }

  @Test
  void fewAreScoredAndManyAreAskedFor() {
    for (int allowed : new int[] {1, 100, 10_000}) {
      assertThat(planner.first(inMemory(allowed, MILLION), TOP).path()).isEqualTo(Path.EXACT);
    }
    var all = planner.first(inMemory(MILLION, MILLION), TOP);
    assertThat(all.path()).isEqualTo(Path.INDEX);
    assertThat(all.candidates()).isEqualTo(4 * TOP);
    assertThat(all.exactMillis()).isGreaterThan(all.indexMillis());
  }

  @Test
  void theCountDecidesAndNotTheRatio() {
    assertThat(planner.first(inMemory(1_000, 10_000), TOP).path()).isEqualTo(Path.EXACT);
    assertThat(planner.first(inMemory(MILLION, 10 * MILLION), TOP).path()).isEqualTo(Path.INDEX);
    assertThat(planner.first(inMemory(10_000, 10_000), TOP).path()).isEqualTo(Path.EXACT);
  }

  @Test
  void changesItsMindWhereTheCostsCross() {
    int crossing = 0;
    for (int allowed = 1; allowed < MILLION; allowed *= 2) {
      var plan = planner.first(inMemory(allowed, MILLION), TOP);
      boolean cheaper = plan.exactMillis() <= plan.indexMillis();
      assertThat(plan.path()).isEqualTo(cheaper ? Path.EXACT : Path.INDEX);
      crossing = cheaper ? allowed : crossing;
    }
    assertThat(crossing).isBetween(1 << 14, 1 << 17);
  }

  @Test
  void whatIsMeasuredMovesTheCrossing() {
    var pictures = inMemory(20_000, 20_000);
    assertThat(planner.first(pictures, TOP).path()).isEqualTo(Path.EXACT);
    for (int i = 0; i < 50; i++) {
      costs.exact().measured(20_000, 40);
    }
    assertThat(planner.first(pictures, TOP).path()).isEqualTo(Path.INDEX);
    for (int i = 0; i < 50; i++) {
      costs.index().measured(40, 80);
    }
    assertThat(planner.first(pictures, TOP).path()).isEqualTo(Path.EXACT);
  }

  @Test
  void asksForMoreTheFewerAreAllowed() {
    assertThat(planner.first(inMemory(MILLION / 4, MILLION), TOP).candidates()).isEqualTo(16 * TOP);
  }

  @Test
  void isExactWhereTheBudgetOfCandidatesIsTooSmall() {
    var pictures = inMemory(MILLION, 1_000 * MILLION);
    assertThat(planner.first(pictures, TOP).path()).isEqualTo(Path.EXACT);
  }

  @Test
  void whatIsNotInMemoryIsAskedForToTheEndOfTheBudget() {
    var pictures = new Cardinality(100, 99, false, MILLION);
    var first = planner.first(pictures, TOP);
    assertThat(first.path()).isEqualTo(Path.INDEX);
    assertThat(first.candidates()).isEqualTo(MAX);
    assertThat(first.exactMillis()).isInfinite();

    var then = planner.next(pictures, TOP, new Progress(first, false, 3, 14));
    assertThat(then.path()).as("what is in memory, at least").isEqualTo(Path.EXACT);
    var none = new Cardinality(100, 0, false, MILLION);
    assertThat(planner.next(none, TOP, new Progress(first, false, 3, 14))).isEqualTo(Plan.NOTHING);
  }

  @Test
  void roundsThatComeBackEmptyGrowAndTurnExact() {
    var pictures = inMemory(300_000, MILLION);
    var plan = planner.first(pictures, TOP);
    assertThat(plan.path()).isEqualTo(Path.INDEX);
    double exact = plan.exactMillis();
    double spent = 0;
    int rounds = 0;
    while (plan.path() == Path.INDEX) {
      spent += plan.indexMillis();
      var next = planner.next(pictures, TOP, new Progress(plan, false, 0, spent));
      assertThat(next.path() == Path.EXACT || next.candidates() >= 2 * TOP * plan.candidates())
          .isTrue();
      plan = next;
      rounds++;
    }
    assertThat(plan.path()).isEqualTo(Path.EXACT);
    assertThat(spent).as("before it turned").isLessThanOrEqualTo(exact);
    assertThat(rounds).isLessThanOrEqualTo(3);
  }

  @Test
  void aPageThatIsNearlyFullIsWorthOneMoreQuestion() {
    var pictures = inMemory(MILLION, MILLION);
    var first = planner.first(pictures, TOP);
    var next = planner.next(pictures, TOP, new Progress(first, false, TOP - 1, 2.1));
    assertThat(next.path()).isEqualTo(Path.INDEX);
    assertThat(next.candidates()).isBetween(2 * 4 * TOP, 3 * 4 * TOP);
  }

  @Test
  void aStoreThatWasSlowIsAskedNoMore() {
    var pictures = inMemory(MILLION, MILLION);
    var first = planner.first(pictures, TOP);
    var next = planner.next(pictures, TOP, new Progress(first, false, TOP - 1, 60));
    assertThat(next.path()).isEqualTo(Path.EXACT);
  }

  @Test
  void aStoreThatHasNoMoreIsAskedNoMore() {
    var pictures = inMemory(MILLION, MILLION);
    var first = planner.first(pictures, TOP);
    var next = planner.next(pictures, TOP, new Progress(first, true, 0, 2.1));
    assertThat(next.path()).isEqualTo(Path.EXACT);
    assertThat(next.indexMillis()).isInfinite();
  }

  @Test
  void exactRoundsReachFurtherUntilThereAreNoMore() {
    var pictures = inMemory(100_000, MILLION);
    var plan = planner.exactly(pictures, TOP);
    for (int wanted = 4 * TOP; wanted < MAX; wanted *= 4) {
      assertThat(plan.candidates()).isEqualTo(wanted);
      plan = planner.next(pictures, TOP, new Progress(plan, false, 3, 0));
    }
    assertThat(plan.candidates()).isEqualTo(MAX);
    assertThat(planner.next(pictures, TOP, new Progress(plan, false, 3, 0)))
        .isEqualTo(Plan.NOTHING);
    var first = planner.exactly(pictures, TOP);
    assertThat(planner.next(pictures, TOP, new Progress(first, true, 3, 0)))
        .isEqualTo(Plan.NOTHING);
  }

  @Test
  void ofManyInClustersTheLikeliestAreScored() {
    assertThat(planner.first(inClusters(1_000), TOP).path()).isEqualTo(Path.EXACT);
    for (int allowed : new int[] {10_000, 100_000, MILLION}) {
      var plan = planner.first(inClusters(allowed), TOP);
      assertThat(plan.path()).isEqualTo(Path.CLUSTERED);
      assertThat(plan.candidates()).isEqualTo(2 * TOP);
      assertThat(plan.clusteredMillis())
          .isLessThan(plan.exactMillis())
          .isLessThan(plan.indexMillis());
      assertThat(planner.inMemory(inClusters(allowed), TOP).path()).isEqualTo(Path.CLUSTERED);
      assertThat(planner.exactly(inClusters(allowed), TOP).path()).isEqualTo(Path.EXACT);
    }
  }

  @Test
  void whatClustersCostIsMeasuredToo() {
    for (int i = 0; i < 50; i++) {
      costs.clustered().measured(20_000, 1.5);
    }
    assertThat(planner.first(inClusters(20_000), TOP).path()).isEqualTo(Path.EXACT);
    for (int i = 0; i < 50; i++) {
      costs.clustered().measured(MILLION, 40);
    }
    assertThat(planner.first(inClusters(MILLION), TOP).path()).isEqualTo(Path.INDEX);
  }

  @Test
  void clustersOfAPartAreNotVisited() {
    var part = new Cardinality(MILLION, MILLION - 1, true, MILLION);
    assertThat(planner.first(part, TOP).path()).isEqualTo(Path.INDEX);
    assertThat(planner.first(part, TOP).clusteredMillis()).isInfinite();
    assertThat(planner.inMemory(part, TOP).path()).isEqualTo(Path.EXACT);
  }

  @Test
  void roundsByClustersReachFurtherUntilThereAreNoMore() {
    var pictures = inClusters(MILLION);
    var first = planner.first(pictures, TOP);
    var next = planner.next(pictures, TOP, new Progress(first, false, 3, 0));
    assertThat(next.path()).isEqualTo(Path.CLUSTERED);
    assertThat(next.candidates()).isEqualTo(4 * first.candidates());
    assertThat(planner.next(pictures, TOP, new Progress(next, true, 3, 0))).isEqualTo(Plan.NOTHING);
  }

  private static Cardinality inClusters(int allowed) {
    return new Cardinality(allowed, allowed, true, MILLION);
  }

  private static Cardinality inMemory(int allowed, int indexed) {
    return new Cardinality(allowed, allowed, false, indexed);
  }
}
