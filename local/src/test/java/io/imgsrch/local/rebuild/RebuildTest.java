package io.imgsrch.local.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.local.rebuild.Rebuild.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class RebuildTest {
  private static final Wish PLAIN = new Wish(false, false);

  private final FakeStore store = new FakeStore();
  private final FakeLog log = new FakeLog();
  private final List<String> said = new ArrayList<>();

  @Test
  void theNewestOfEachKeyIsThereAndTheOldOneIsDroppedLast() throws IOException {
    log("a=1", "b=1", "a=2", "c=1", "c=-1");

    run(PLAIN);
    assertThat(store.rebuilt).isEqualTo(Map.of("a", 2, "b", 1));
    assertThat(store.served).isSameAs(store.rebuilt);
    assertThat(store.asked).containsExactly("prepare", "switch", "drop");
    assertThat(said).contains("Equal: 2 rows of rows, digest 0000000000000003", "Dropped old");
  }

  @Test
  void theOldOneIsKeptOnDemand() throws IOException {
    log("a=1");
    run(new Wish(true, false));
    assertThat(store.asked).containsExactly("prepare", "switch");
    assertThat(said).last().isEqualTo("Kept old until the next rebuild");
  }

  @Test
  void aRecordOfAnotherKindIsCountedAndCountsForNothing() throws IOException {
    log("a=1", "what is this");
    run(PLAIN);
    assertThat(said)
        .contains("1 records of catalog.images are none of its kind and count for nothing");
  }

  @Test
  void aRowThatIsNotAsTheTopicSaysIsNamedAndNothingIsSwitched() {
    log("a=1", "b=1");
    store.lost = "b";
    assertThatThrownBy(() -> run(PLAIN))
        .isInstanceOf(IOException.class)
        .hasMessage("1 rows of rows in rebuilt are not what catalog.images says, such as [b]");
    assertThat(store.served).isSameAs(store.old);
    assertThat(store.asked).containsExactly("prepare", "discard");
  }

  @Test
  void topicsThatWouldEmptyTheStoreNeedConsent() throws IOException {
    store.old.putAll(Map.of("a", 1, "b", 1, "c", 1, "d", 1));
    log("a=1");
    assertThatThrownBy(() -> run(PLAIN))
        .hasMessageContaining("the topics give 1 rows, and old has 4")
        .hasMessageContaining("--fewer-rows");
    assertThat(store.asked).containsExactly("discard");

    store.asked.clear();
    run(new Wish(false, true));
    assertThat(store.asked).containsExactly("prepare", "switch", "drop");
  }

  @Test
  void anInterruptBeforeTheSwitchDropsTheSuccessor() {
    log("a=1");
    log.disturbance = () -> Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run(PLAIN)).hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.asked).containsExactly("discard");
  }

  @Test
  void aSwitchThatFailsDropsNeither() {
    log("a=1");
    store.failsToSwitch = true;
    assertThatThrownBy(() -> run(PLAIN))
        .hasMessageContaining("the switch failed, nothing was dropped")
        .hasMessageContaining("no answer");
    assertThat(store.asked).containsExactly("prepare", "switch");
  }

  @Test
  void aFailureAfterTheSwitchKeepsBothAndSaysWhatToDo() {
    log("a=1");
    Barrier never =
        () -> {
          throw new IOException("no checkpoint");
        };
    assertThatThrownBy(() -> Rebuild.run(store, log, never, PLAIN, said::add))
        .hasMessageContaining("no checkpoint; the new one serves")
        .hasMessageContaining("old is kept: run the rebuild again");
    assertThat(store.served).isSameAs(store.rebuilt);
    assertThat(store.asked).containsExactly("prepare", "switch");
  }

  @Test
  void whatTheJobWroteToTheOldOneDuringTheSwitchIsCopied() throws IOException {
    log("a=1");
    afterTheSwitch(
        call -> {
          if (call == 1) {
            log("b=1");
          }
        });
    run(PLAIN);
    assertThat(store.rebuilt).isEqualTo(Map.of("a", 1, "b", 1));
  }

  @Test
  void aPurgeThatTheJobWroteFirstIsNotUndoneByAnOlderRecord() throws IOException {
    log("a=1", "b=1");
    afterTheSwitch(
        call -> {
          if (call == 1) {
            log("b=2");
          } else if (call == 2) { // while that is read, the job is further
            log("b=-1");
            store.rebuilt.remove("b");
          }
        });
    var rounds = new ArrayList<Map<String, Integer>>();
    Rebuild.run(store, log, () -> rounds.add(Map.copyOf(store.rebuilt)), PLAIN, said::add);
    assertThat(rounds).first().isEqualTo(Map.of("a", 1, "b", 2));
    assertThat(store.rebuilt).isEqualTo(Map.of("a", 1));
  }

  @Test
  void aRowThatAlwaysChangesIsLeftToTheJobOnlyIfTheStoreKeepsTheNewest() throws IOException {
    log("a=1");
    afterTheSwitch(call -> log("a=" + log.values.size()));
    assertThatThrownBy(() -> run(PLAIN))
        .hasMessageContaining("the same rows changed in each of 50 rounds");

    store.served = store.old;
    store.guarded = true;
    run(PLAIN);
    assertThat(store.asked).last().isEqualTo("drop");
  }

  /** Something happens whenever the log is asked for its ends, or read a record of, after it. */
  private void afterTheSwitch(IntConsumer event) {
    var calls = new AtomicInteger();
    log.disturbance =
        () -> {
          if (store.served == store.rebuilt) {
            event.accept(calls.incrementAndGet());
          }
        };
  }

  private void run(Wish wish) throws IOException {
    Rebuild.run(store, log, Barrier.NONE, wish, said::add);
  }

  private void log(String... values) {
    log.values.addAll(List.of(values));
  }
}
