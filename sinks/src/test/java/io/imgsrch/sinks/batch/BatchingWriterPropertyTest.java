package io.imgsrch.sinks.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is written, and whenever the store hiccups: the same rows as with one write at a time.
 */
@Timeout(120)
final class BatchingWriterPropertyTest {
  @Test
  void batchesAreAsGoodAsSingleWrites() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var limits =
          new BatchLimits(
              1 + random.nextInt(5),
              10 + random.nextInt(60),
              Duration.ofMillis(50),
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              WriterFixture.QUICK,
              new Backoff(60, Duration.ofMillis(1), Duration.ofMillis(1)));
      var task = new WriterFixture(limits);
      var written = new ArrayList<Row>();
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(10)) {
          case 0 -> task.time.advance(random.nextInt(60));
          case 1 -> task.store.failWith(new FakeStore.Hiccup());
          case 2 -> {
            task.writer.flush(false);
            assertThat(guarded(task.store.batches()))
                .as("after a flush, seed %d", seed)
                .isEqualTo(guarded(List.of(written)));
          }
          default -> {
            var row = Row.row("k" + random.nextInt(6), random.nextInt(8));
            written.add(row);
            task.write(row);
          }
        }
      }
      task.writer.flush(true);
      task.writer.close();

      assertThat(guarded(task.store.batches()))
          .as("seed %d", seed)
          .isEqualTo(guarded(List.of(written)));
      assertThat(task.store.batches())
          .as("seed %d", seed)
          .allSatisfy(
              batch ->
                  assertThat(batch)
                      .hasSizeBetween(1, limits.rows())
                      .extracting(Row::key)
                      .doesNotHaveDuplicates());
    }
  }

  /** What a store that never goes back holds after these batches. */
  private static Map<String, Integer> guarded(List<List<Row>> batches) {
    var held = new HashMap<String, Integer>();
    batches.forEach(batch -> batch.forEach(row -> held.merge(row.key(), row.value(), Math::max)));
    return held;
  }
}
