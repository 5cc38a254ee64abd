package io.imgsrch.operators.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Serving;
import io.imgsrch.config.event.StoredTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class CountRoundTest {
  private static final int ABOVE = 10;
  private static final int BELOW = 5;

  private final FakeStores stores = new FakeStores();
  private final FakeLog log = new FakeLog();
  private final List<Boolean> decided = new ArrayList<>();
  private long inState;
  private long now;
  private final CountRound round =
      new CountRound(
          Settings.of(List.of())
              .with(ReconcileOptions.EJECT_ABOVE, Integer.toString(ABOVE), "test")
              .with(ReconcileOptions.SERVE_BELOW, Integer.toString(BELOW), "test"),
          options -> stores,
          options -> log,
          () -> inState,
          () -> now,
          new UnregisteredMetricsGroup());

  CountRoundTest() {
    archive(100);
    inState = 100;
    log.advance(100);
    run(2);
  }

  @Test
  void threeGreatDifferencesEjectAndThreeSmallOnesServeAgain() {
    archive(100 - ABOVE - 1);
    run(2);
    assertThat(decided).isEmpty();
    run(1);
    assertThat(decided).containsExactly(false);
    archive(100 - BELOW + 1);
    run(2);
    assertThat(decided).containsExactly(false, false, false);
    run(1);
    assertThat(decided).endsWith(true);
  }

  @Test
  void whatIsBetweenTheThresholdsChangesNothing() {
    run(4);
    assertThat(decided).endsWith(true);
    for (int i = 0; i < 5; i++) {
      archive(100 - ABOVE - 1);
      run(2);
      archive(100 - ABOVE);
      run(1);
    }
    assertThat(decided).containsOnly(true);
  }

  @Test
  void anArchiveThatHasMoreIsAsBad() {
    archive(100 + ABOVE + 1);
    run(3);
    assertThat(decided).containsExactly(false);
  }

  /** A bulk load: the state is ahead by far more than the threshold, for as long as it lasts. */
  @Test
  void aLoadThatLagsEjectsNobody() {
    run(4);
    for (int i = 1; i <= 20; i++) {
      inState = 100 + i * 1_000L;
      log.end = inState;
      run(1);
    }
    log.advance(inState);
    archive((int) inState);
    run(4);
    assertThat(decided).containsOnly(true);
  }

  /** Flink tells the metrics that it gathered when it was asked the time before. */
  @Test
  void aCountThatIsLateEjectsNobody() {
    run(4);
    for (int i = 1; i <= 10; i++) {
      archive(100 + i * 1_000);
      log.advance(100 + i * 1_000);
      inState = 100 + (i - 1) * 1_000L;
      run(1);
    }
    assertThat(decided).containsOnly(true);
  }

  @Test
  void aStoreThatDoesNotAnswerDecidesNothing() {
    run(4);
    decided.clear();
    stores.away = true;
    run(5);
    assertThat(decided).isEmpty();
  }

  private void archive(int offers) {
    var table = stores.table(StoredTable.OFFERS);
    table.clear();
    for (int i = 0; i < offers; i++) {
      table.put("7/p" + i, 1L);
    }
  }

  private void run(int rounds) {
    for (int i = 0; i < rounds; i++) {
      now += 30_000;
      round.run((Serving serving) -> decided.add(serving.serving()));
    }
  }
}
