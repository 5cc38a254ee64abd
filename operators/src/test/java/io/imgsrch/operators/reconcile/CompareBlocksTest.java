package io.imgsrch.operators.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.event.OfferVersions;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.event.StoredTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompareBlocksTest {
  private static final Positions POSITIONS = new Positions(Map.of(), Map.of());

  private static KeyedTwoInputStreamOperatorTestHarness<String, ExpectedRow, Look, Suspicion>
      harness() throws Exception {
    return ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
        new CompareBlocks(), ExpectedRow::blockKey, Look::blockKey, Types.STRING);
  }

  @Test
  void onlyABlockThatDiffersPassesOn() throws Exception {
    try (var harness = harness()) {
      harness.processElement2(look(1, BlockDigest.EMPTY));
      harness.processElement1(row("a", 5, 0, null));
      harness.processElement2(look(1, BlockDigest.EMPTY.plus(5)));
      harness.processElement2(look(2, BlockDigest.EMPTY));
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processElement2(look(1, BlockDigest.EMPTY.plus(6)));
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              suspicion -> {
                assertThat(suspicion.block()).isEqualTo(1);
                assertThat(suspicion.rows()).containsOnlyKeys("a");
              });
    }
  }

  @Test
  void anOfferOfAnOlderVersionChangesNothing() throws Exception {
    try (var harness = harness()) {
      harness.processElement1(row("a", 2, 0, version(2)));
      harness.processElement1(row("a", 1, 1, version(1)));
      harness.processElement2(look(1, BlockDigest.EMPTY.plus(2)));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement1(row("a", 3, 2, version(2)));
      harness.processElement2(look(1, BlockDigest.EMPTY.plus(3)));
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void theFoldIsThatOfTheNewestRows() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var rows = new HashMap<String, Long>();
      try (var harness = harness()) {
        for (int i = 0; i < 100; i++) {
          var key = "k" + random.nextInt(10);
          if (random.nextInt(4) == 0) {
            rows.remove(key);
            var gone = new Expectation(false, 0, 0, i, null);
            harness.processElement1(
                new StreamRecord<>(new ExpectedRow(StoredTable.VECTORS, 1, key, gone)));
          } else {
            long digest = random.nextLong();
            rows.put(key, digest);
            var row = new Expectation(true, digest, 0, i, null);
            harness.processElement1(
                new StreamRecord<>(new ExpectedRow(StoredTable.VECTORS, 1, key, row)));
          }
        }
        var fold = BlockDigest.EMPTY;
        for (var digest : rows.values()) {
          fold = fold.plus(digest);
        }
        var look = new Look(StoredTable.VECTORS, 1, 1, fold, POSITIONS);
        harness.processElement2(new StreamRecord<>(look));
        assertThat(harness.extractOutputValues()).as("seed %d", seed).isEmpty();
      }
    }
  }

  @Test
  void whatIsExpectedSurvivesARestart() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = harness()) {
      harness.processElement1(row("a", 2, 0, version(2)));
      snapshot = harness.snapshot(1, 1);
    }
    try (var restored =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new CompareBlocks()),
            ExpectedRow::blockKey,
            Look::blockKey,
            Types.STRING)) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processElement2(look(1, BlockDigest.EMPTY.plus(2)));
      assertThat(restored.extractOutputValues()).isEmpty();
    }
  }

  private static OfferVersions version(long version) {
    return new OfferVersions(new Revision(version, 0, ""), null);
  }

  private static StreamRecord<ExpectedRow> row(
      String key, long digest, long offset, @Nullable OfferVersions versions) {
    var expectation = new Expectation(true, digest, 0, offset, versions);
    return new StreamRecord<>(new ExpectedRow(StoredTable.OFFERS, 1, key, expectation));
  }

  private static StreamRecord<Look> look(int block, BlockDigest found) {
    return new StreamRecord<>(new Look(StoredTable.OFFERS, block, 1, found, POSITIONS));
  }
}
