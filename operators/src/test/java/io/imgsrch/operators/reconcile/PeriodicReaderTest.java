package io.imgsrch.operators.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.digest.Blocks;
import io.imgsrch.config.event.StoredTable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeriodicReaderTest {
  private final FakeStores stores = new FakeStores();

  @Test
  void looksAtEveryBlockOfEveryTableAgainAndAgain() throws Exception {
    stores.table(StoredTable.VECTORS).put("a", 5L);
    var reader = reader();
    try {
      var looks = take(reader, 2 * StoredTable.values().length * Blocks.COUNT);
      assertThat(looks.stream().filter(look -> look.round() == 1))
          .extracting(Look::blockKey)
          .hasSize(StoredTable.values().length * Blocks.COUNT)
          .doesNotHaveDuplicates();
      assertThat(looks.stream().filter(look -> look.table() == StoredTable.VECTORS))
          .filteredOn(look -> look.block() == FakeStores.BLOCK)
          .extracting(Look::found)
          .hasSize(2)
          .containsOnly(BlockDigest.EMPTY.plus(5));
      assertThat(looks.get(looks.size() - 1).round()).isEqualTo(2);
    } finally {
      reader.close();
    }
    assertThat(stores.closed).isTrue();
  }

  @Test
  void aStoreThatIsAwayIsLookedAtWhenItIsBack() throws Exception {
    stores.away = true;
    var reader = reader();
    try {
      assertThat(reader.isAvailable().isDone()).isFalse();
      assertThat(reader.pollNext(new Looks())).isEqualTo(InputStatus.NOTHING_AVAILABLE);
      stores.away = false;
      assertThat(take(reader, Blocks.COUNT)).hasSize(Blocks.COUNT);
    } finally {
      reader.close();
    }
  }

  private PeriodicReader<Look> reader() {
    var reader =
        new PeriodicReader<>(
            Duration.ofMillis(200),
            new LookRound(
                Settings.of(List.of()),
                options -> stores,
                options -> new FakeLog(),
                new UnregisteredMetricsGroup()));
    reader.start();
    return reader;
  }

  private static List<Look> take(PeriodicReader<Look> reader, int count) throws Exception {
    var taken = new Looks();
    while (taken.looks.size() < count) {
      if (reader.pollNext(taken) == InputStatus.NOTHING_AVAILABLE) {
        reader.isAvailable().get(30, TimeUnit.SECONDS);
      }
    }
    return taken.looks;
  }
}
