package io.imgsrch.operators.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.imgsrch.config.event.StoredTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private final FakeStores stores = new FakeStores();
  private final FakeLog log = new FakeLog();
  private final Map<String, Expectation> expected = new HashMap<>();
  private final Map<String, Long> table = stores.table(StoredTable.OFFERS);
  private final Inspection inspection = new Inspection(2);
  private long round;

  @Test
  void aRowThatIsWrongTwiceIsTold() throws Exception {
    expect("lost", 1, 0);
    expect("changed", 2, 1);
    expect("right", 3, 2);
    table.putAll(Map.of("changed", 20L, "right", 3L));
    log.advance(3);
    assertThat(inspect()).isEmpty();
    assertThat(inspect())
        .extracting(WrongRow::toString)
        .containsExactlyInAnyOrder(
            "Wrong row in the offers in PostgreSQL: lost should be 0000000000000001 and is absent",
            "Wrong row in the offers in PostgreSQL: changed should be 0000000000000002 and is"
                + " 0000000000000014");
  }

  @Test
  void aRowThatNobodyKnowsIsTold() throws Exception {
    table.put("foreign", 9L);
    log.advance(3);
    assertThat(inspect()).isEmpty();
    assertThat(inspect())
        .extracting(WrongRow::key, WrongRow::known)
        .containsExactly(tuple("foreign", false));
  }

  @Test
  void whatTheStoreHasNotTakenYetIsNotWrong() throws Exception {
    expect("late", 1, 5);
    log.advance(10);
    log.stored = 5;
    for (int look = 0; look < 5; look++) {
      assertThat(inspect()).isEmpty();
    }
    log.stored = 6;
    assertThat(inspect()).isEmpty();
    assertThat(inspect()).hasSize(1);
  }

  @Test
  void whatTheExpectationsMayNotKnowYetIsNotWrong() throws Exception {
    table.put("new", 9L);
    log.end = 10;
    log.stored = 10;
    log.read = 9;
    for (int look = 0; look < 5; look++) {
      assertThat(inspect()).isEmpty();
    }
    expect("new", 9, 9);
    log.read = 10;
    assertThat(inspect()).isEmpty();
  }

  @Test
  void theEndsOfTheFirstLookCountNotThoseThatMoveOn() throws Exception {
    table.put("foreign", 9L);
    log.advance(10);
    assertThat(inspect()).isEmpty();
    log.end = 100;
    assertThat(inspect()).hasSize(1);
  }

  @Test
  void aRowThatChangesBetweenTheLooksIsLookedAtAgain() throws Exception {
    expect("busy", 1, 0);
    log.advance(9);
    assertThat(inspect()).isEmpty();
    expect("busy", 2, 1);
    assertThat(inspect()).isEmpty();
    table.put("busy", 1L);
    assertThat(inspect()).isEmpty();
    table.put("busy", 2L);
    assertThat(inspect()).isEmpty();
    table.remove("busy");
    assertThat(inspect()).isEmpty();
    assertThat(inspect()).hasSize(1);
  }

  @Test
  void aSightingOfLongAgoCountsNoMore() throws Exception {
    table.put("foreign", 9L);
    log.advance(3);
    assertThat(inspect()).isEmpty();
    round += 20;
    assertThat(inspect()).isEmpty();
    assertThat(inspect()).hasSize(1);
  }

  @Test
  void oneLookTellsOfSoManyAndTheNextOfTheRest() throws Exception {
    for (int i = 0; i < 3; i++) {
      expect("lost" + i, 1, i);
    }
    log.advance(3);
    assertThat(inspect()).isEmpty();
    assertThat(inspect()).hasSize(2);
    assertThat(inspect()).hasSize(1);
  }

  @Test
  void aRowThatIsToBeGoneIsRightWhenItIs() throws Exception {
    expected.put("purged", new Expectation(false, 0, 0, 0, null));
    log.advance(3);
    inspect();
    assertThat(inspect()).isEmpty();
    table.put("purged", 0L);
    inspect();
    assertThat(inspect()).hasSize(1);
  }

  private void expect(String key, long digest, long offset) {
    expected.put(key, new Expectation(true, digest, 0, offset, null));
  }

  private List<WrongRow> inspect() throws IOException {
    round++;
    var suspicion =
        new Suspicion(
            StoredTable.OFFERS,
            FakeStores.BLOCK,
            round,
            log.positions(StoredTable.OFFERS),
            Map.copyOf(expected));
    return inspection.inspect(suspicion, stores, log);
  }
}
