package io.imgsrch.operators.query.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import io.imgsrch.operators.metric.ConcurrentCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.junit.jupiter.api.Test;

class BatchedReadsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final List<String> KEYS = IntStream.range(0, 20).mapToObj(i -> "7/p" + i).toList();

  private long now;
  private final SubtasksInMemory state = new SubtasksInMemory(new Subtasks(128, 3));
  private final ConcurrentCounter readAlone = new ConcurrentCounter();
  private final BatchedReads<String> reads =
      new BatchedReads<>(state, StringSerializer.INSTANCE, TIMEOUT, () -> now, readAlone);

  @Test
  void aPageTakesOneRequestOfEachSubtaskOnceTheirNumberIsKnown() {
    holdAll();
    assertAllRead();
    assertThat(state.asked).hasSize(1 + 2);
    assertThat(state.asked.get(0).keys()).isEqualTo(KEYS); // its answer tells the number
    state.asked.clear();

    assertAllRead();

    assertThat(state.asked).hasSize(3);
    assertThat(state.asked)
        .allSatisfy(
            batch ->
                assertThat(batch.keys())
                    .extracting(state.subtasks::holderOf)
                    .containsOnly(state.subtasks.holderOf(batch.keys().get(0))));
    assertThat(state.asked.stream().mapToInt(batch -> batch.keys().size()).sum())
        .isEqualTo(KEYS.size());
    assertThat(state.askedForOne).isEmpty();
    assertThat(readAlone.getCount()).isZero();
  }

  @Test
  void keysAreFoundWhereTheyWentWhenTheNumberChanges() {
    holdAll();
    assertAllRead();
    for (var changed :
        List.of(
            new Subtasks(128, 5), new Subtasks(128, 2), new Subtasks(64, 4), new Subtasks(1, 1))) {
      state.subtasks = changed;
      assertAllRead();
      state.asked.clear();

      assertAllRead();

      assertThat(state.asked)
          .hasSize((int) KEYS.stream().map(changed::holderOf).distinct().count());
    }
  }

  @Test
  void aKeyThatIsNotThereIsAnAnswer() {
    holdAll();

    for (int i = 0; i < 2; i++) {
      var found = reads.read(List.of("7/p1", "7/none", "7/nothing"));
      assertThat(requireNonNull(found.get("7/p1")).join()).contains("of 7/p1");
      assertThat(requireNonNull(found.get("7/none")).join()).isEmpty();
      assertThat(requireNonNull(found.get("7/nothing")).join()).isEmpty();
    }
  }

  @Test
  void aSubtaskThatFailsCostsItsKeysAlone() {
    holdAll();
    assertAllRead();
    state.failing = 1;

    var found = reads.read(KEYS);

    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(KEYS).anyMatch(key -> state.subtasks.holderOf(key) == 1);
    found.forEach(
        (key, read) -> {
          if (state.subtasks.holderOf(key) == 1) {
            assertThatThrownBy(read::join).hasRootCauseMessage("subtask 1 is away");
          } else {
            assertThat(read.join()).contains("of " + key);
          }
        });
    assertThat(state.askedForOne).isEmpty();

    state.failing = -1;
    assertAllRead();
  }

  @Test
  void aValueThatIsNoneCostsItsKeyAlone() {
    holdAll();
    state.damaged.add("7/p3");
    state.cutShort.add("7/p4");

    var found = reads.read(KEYS);

    assertThatThrownBy(() -> requireNonNull(found.get("7/p3")).join())
        .hasMessageContaining("7/p3: 1 bytes behind the value");
    assertThatThrownBy(() -> requireNonNull(found.get("7/p4")).join())
        .hasCauseInstanceOf(StateReadException.class);
    assertThat(requireNonNull(found.get("7/p5")).join()).contains("of 7/p5");
  }

  @Test
  void eachKeyIsAskedForOnce() {
    holdAll();

    assertThat(reads.read(List.of("7/p1", "7/p2", "7/p1", "7/p1"))).hasSize(2);

    assertThat(state.asked.get(0).keys()).containsExactly("7/p1", "7/p2");
    assertThat(reads.read(List.of())).isEmpty();
  }

  @Test
  void tooManyForABatchAreSeveral() {
    var many = IntStream.range(0, 2 * KeyBatch.MAX_KEYS + 1).mapToObj(i -> "8/" + i).toList();
    many.forEach(key -> state.values.put(key, "of " + key));
    state.subtasks = new Subtasks(128, 1);

    reads.read(many).forEach((key, read) -> assertThat(read.join()).contains("of " + key));

    assertThat(state.asked)
        .extracting(batch -> batch.keys().size())
        .containsExactly(KeyBatch.MAX_KEYS, KeyBatch.MAX_KEYS, 1);
  }

  @Test
  void whatDoesNotFitAnAnswerIsAskedForAgain() {
    holdAll();
    state.subtasks = new Subtasks(128, 1);
    state.room = 5;

    assertAllRead();

    assertThat(state.asked).hasSize(4);
  }

  @Test
  void whatIsLeftOutForeverIsAnErrorInTheEnd() {
    holdAll();
    state.room = 0;

    var read = requireNonNull(reads.read(List.of("7/p1")).get("7/p1"));

    assertThatThrownBy(read::join).hasMessageContaining("7/p1: left out 8 times");
    assertThat(state.asked).hasSize(8);
  }

  @Test
  void allRoundsTogetherHaveTheTimeout() {
    holdAll();
    state.subtasks = new Subtasks(128, 1);
    state.room = 5;
    state.beforeAnswer = () -> now += TimeUnit.MILLISECONDS.toNanos(900);

    var found = reads.read(KEYS);

    assertThat(state.limits)
        .containsExactly(TIMEOUT, TIMEOUT.minusMillis(900), TIMEOUT.minusMillis(1_800));
    assertThat(found.values()).filteredOn(read -> !read.isCompletedExceptionally()).hasSize(15);
    assertThat(found.values())
        .filteredOn(CompletableFuture::isCompletedExceptionally)
        .hasSize(5)
        .allSatisfy(
            read ->
                assertThatThrownBy(read::join)
                    .hasMessageContaining("left out 3 times within 2700 ms"));
  }

  @Test
  void aJobThatKnowsOfNoBatchesIsAskedForEachKeyAndTriedAgainLater() {
    holdAll();
    state.knowsBatches = false;
    assertAllRead();
    assertThat(state.asked).hasSize(1);
    assertThat(state.askedForOne).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(readAlone.getCount()).isEqualTo(KEYS.size());

    now += TimeUnit.MILLISECONDS.toNanos(4_999);
    assertAllRead();
    assertThat(state.asked).hasSize(1);
    assertThat(readAlone.getCount()).isEqualTo(2L * KEYS.size());

    now += TimeUnit.MILLISECONDS.toNanos(1);
    assertAllRead();
    assertAllRead();
    assertThat(state.asked).hasSize(2);

    assertThat(readAlone.getCount()).isEqualTo(4L * KEYS.size());

    state.knowsBatches = true;
    state.askedForOne.clear();
    now += TimeUnit.SECONDS.toNanos(5);
    assertAllRead();
    assertAllRead();
    assertThat(state.askedForOne).isEmpty();
    assertThat(readAlone.getCount()).isEqualTo(4L * KEYS.size());
  }

  @Test
  void anAnswerAboutOtherKeysIsAnError() {
    holdAll();
    state.forgetful = true;

    reads
        .read(List.of("7/p1", "7/p2"))
        .forEach(
            (key, read) ->
                assertThatThrownBy(read::join).hasMessageContaining("an answer about 1 keys"));
  }

  private void holdAll() {
    KEYS.forEach(key -> state.values.put(key, "of " + key));
  }

  private void assertAllRead() {
    var expected = new ArrayList<Map.Entry<String, Optional<String>>>();
    KEYS.forEach(key -> expected.add(Map.entry(key, Optional.of("of " + key))));
    Collections.sort(expected, Map.Entry.comparingByKey());
    assertThat(reads.read(KEYS).entrySet().stream().sorted(Map.Entry.comparingByKey()))
        .extracting(read -> Map.entry(read.getKey(), read.getValue().join()))
        .isEqualTo(expected);
  }
}
