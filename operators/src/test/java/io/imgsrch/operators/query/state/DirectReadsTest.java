package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.batch.BatchAddress;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import io.imgsrch.operators.batch.FakeSubtask;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import io.imgsrch.operators.metric.ConcurrentCounter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subtasks that answer on real connections; the proxies' answers are told from theirs. */
@Timeout(60)
class DirectReadsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Subtasks TWO = new Subtasks(128, 2);
  private static final Subtasks THREE = new Subtasks(128, 3);
  private static final List<String> KEYS = IntStream.range(0, 30).mapToObj(i -> "7/p" + i).toList();

  private final List<FakeSubtask> subtasks = new ArrayList<>();
  private final SubtasksInMemory proxied = new SubtasksInMemory(TWO);
  private final ConcurrentCounter byProxy = new ConcurrentCounter();
  private final AtomicInteger addressesAsked = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();
  private final DirectReads<String> reads =
      new DirectReads<>(proxied, this::address, now::get, byProxy);
  private boolean saysWhere = true;
  private boolean saysItsToken = true;

  private CompletableFuture<BatchAddress> address(KeyBatch keys) {
    addressesAsked.incrementAndGet();
    if (!saysWhere) {
      return CompletableFuture.failedFuture(
          new StateReadException("no such state", new IOException("none"), true));
    }
    var address = subtasks.get(proxied.subtasks.holderOf(keys.keys().get(0))).address();
    return CompletableFuture.completedFuture(saysItsToken ? address : withToken(address, 0));
  }

  private static BatchAddress withToken(BatchAddress address, long token) {
    return new BatchAddress(
        address.subtasks(), address.subtask(), address.host(), address.port(), token);
  }

  @AfterEach
  void closesAll() throws IOException {
    reads.close();
    for (var subtask : subtasks) {
      subtask.close();
    }
  }

  @Test
  void onceItIsConnectedTheSubtasksAnswer() throws IOException {
    run(TWO, "direct");
    holdByProxy();

    assertThat(read()).isEqualTo(all("proxied"));
    awaitAll("direct");

    long before = byProxy.getCount();
    for (int i = 0; i < 100; i++) {
      assertThat(read()).isEqualTo(all("direct"));
    }
    assertThat(byProxy.getCount()).isEqualTo(before);
    assertThat(addressesAsked).hasValue(2);
    assertThat(ask(List.of("7/none"))).containsEntry("7/none", "ABSENT");
  }

  @Test
  void whileASubtaskIsAwayTheProxiesAnswerAndItsSuccessorIsFound() throws IOException {
    run(TWO, "direct");
    holdByProxy();
    awaitAll("direct");

    subtasks.get(0).close();
    saysWhere = false;
    for (int i = 0; i < 10; i++) {
      assertThat(read())
          .containsAllEntriesOf(held(TWO, 0, "proxied"))
          .containsAllEntriesOf(held(TWO, 1, "direct"));
    }

    saysWhere = true;
    subtasks.set(0, new FakeSubtask(TWO, 0, all("new")));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(later(this::read))
                    .containsAllEntriesOf(held(TWO, 0, "new"))
                    .containsAllEntriesOf(held(TWO, 1, "direct")));
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenByTheProxiesInTime() throws IOException {
    run(TWO, "direct");
    holdByProxy();
    awaitAll("direct");
    var free = new CountDownLatch(1);
    subtasks.get(0).beforeRead(() -> await(free));
    saysWhere = false;
    try {
      var waiting = new ArrayList<CompletableFuture<?>>();
      var batch = new KeyBatch(List.copyOf(held(TWO, 0, "").keySet()));
      for (int i = 0; i < 5; i++) {
        waiting.add(reads.ask(batch, Duration.ofSeconds(1)));
      }
      assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture<?>[]::new)))
          .succeedsWithin(LIMIT);
      // One waited for half of its time; the others went with its connection.
      assertThat(proxied.limits.subList(proxied.limits.size() - 5, proxied.limits.size()))
          .allSatisfy(limit -> assertThat(limit).isLessThanOrEqualTo(Duration.ofSeconds(1)));
    } finally {
      free.countDown();
    }
    assertThat(read()).containsAllEntriesOf(held(TWO, 0, "proxied"));
  }

  @Test
  void afterARescalingTheNewSubtasksAnswer() throws IOException {
    run(TWO, "direct");
    holdByProxy();
    awaitAll("direct");

    for (var subtask : subtasks) {
      subtask.close();
    }
    subtasks.clear();
    run(THREE, "rescaled");
    proxied.subtasks = THREE;

    Awaitility.await()
        .untilAsserted(
            () -> {
              for (int subtask = 0; subtask < 3; subtask++) {
                var held = held(THREE, subtask, "rescaled");
                assertThat(later(() -> ask(held.keySet()))).isEqualTo(held);
              }
            });
  }

  @Test
  void aJobThatDoesNotSayWhereIsAskedAgainOnlyAfterAWhile() {
    saysWhere = false;
    holdByProxy();
    for (int second = 1; second <= 3; second++) {
      for (int i = 0; i < 10; i++) {
        assertThat(read()).isEqualTo(all("proxied"));
      }
      assertThat(addressesAsked).hasValue(second);
      now.addAndGet(Duration.ofMillis(1_100).toNanos());
    }
  }

  @Test
  void aSubtaskThatEndsItsConnectionsIsLeftAloneForAWhile() throws IOException {
    run(TWO, "direct");
    holdByProxy();
    saysItsToken = false;
    for (int second = 1; second <= 3; second++) {
      for (int i = 0; i < 10; i++) {
        assertThat(read()).isEqualTo(all("proxied"));
      }
      Awaitility.await()
          .untilAsserted(
              () -> {
                read();
                assertThat(addressesAsked.get() % 2).isZero();
              });
      assertThat(addressesAsked).hasValue(2 * second);
      now.addAndGet(Duration.ofMillis(1_100).toNanos());
    }
  }

  /** A port may be another's by the time that a client comes. */
  @Test
  void anotherServerAtTheSamePortIsNotBelieved() throws IOException {
    run(TWO, "direct");
    holdByProxy();
    try (var other = new FakeSubtask(TWO, 0, all("wrong"));
        var deadlines = new Deadlines("test");
        var connection =
            SubtaskConnection.open(
                withToken(other.address(), subtasks.get(0).address().token()), LIMIT, deadlines)) {
      var reader = new Thread(connection::read, "reads");
      reader.start();

      assertThat(connection.ask(new KeyBatch(KEYS), LIMIT))
          .failsWithin(LIMIT)
          .withThrowableThat()
          .withCauseInstanceOf(StateReadException.class)
          .withMessageContaining("subtask 1 of 2");
      assertThat(connection.isOpen()).isFalse();
    }
  }

  @Test
  void onceClosedNothingIsConnected() throws IOException {
    run(TWO, "direct");
    holdByProxy();
    awaitAll("direct");

    reads.close();
    int asked = addressesAsked.get();

    assertThat(read()).isEqualTo(all("proxied"));
    assertThat(addressesAsked).hasValue(asked);
  }

  private void run(Subtasks all, String whose) throws IOException {
    for (int subtask = 0; subtask < all.parallelism(); subtask++) {
      subtasks.add(new FakeSubtask(all, subtask, all(whose)));
    }
  }

  private void holdByProxy() {
    KEYS.forEach(key -> proxied.values.put(key, "proxied"));
  }

  private void awaitAll(String whose) {
    Awaitility.await().untilAsserted(() -> assertThat(later(this::read)).isEqualTo(all(whose)));
  }

  /** After a pause in which it may try to connect again. */
  private Map<String, String> later(Supplier<Map<String, String>> read) {
    now.addAndGet(Duration.ofMillis(1_100).toNanos());
    return read.get();
  }

  private static Map<String, String> all(String whose) {
    return KEYS.stream().collect(Collectors.toMap(key -> key, key -> whose));
  }

  private static Map<String, String> held(Subtasks all, int subtask, String whose) {
    return KEYS.stream()
        .filter(key -> all.holderOf(key) == subtask)
        .collect(Collectors.toMap(key -> key, key -> whose));
  }

  /** Each key from the subtask that holds it, by as many as the proxies know. */
  private Map<String, String> read() {
    var read = new HashMap<String, String>();
    for (int subtask = 0; subtask < proxied.subtasks.parallelism(); subtask++) {
      read.putAll(ask(held(proxied.subtasks, subtask, "").keySet()));
    }
    return read;
  }

  private Map<String, String> ask(Collection<String> keys) {
    var batch = new KeyBatch(List.copyOf(keys));
    var entries = reads.ask(batch, LIMIT).join().entries();
    return IntStream.range(0, batch.keys().size())
        .boxed()
        .collect(
            Collectors.toMap(
                batch.keys()::get,
                i ->
                    entries.get(i) instanceof Value value
                        ? new String(value.bytes(), StandardCharsets.UTF_8)
                            .replaceAll("\\P{Print}", "")
                        : ((NoValue) entries.get(i)).name()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
