package io.imgsrch.sinks.batch;

import static io.imgsrch.sinks.batch.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BlockingBatchesTest {
  private final FakeStore store = new FakeStore();
  private BlockingBatches<Row> batches;

  @BeforeEach
  void open() throws IOException {
    batches =
        BlockingBatches.open(
            WriterFixture.NAME, WriterFixture.LIMITS, new Row.Shape(), () -> store);
  }

  @AfterEach
  void close() throws IOException {
    batches.close();
    assertThat(store.closed.getCount()).isZero();
    assertThat(WriterFixture.threadLives()).isFalse();
  }

  @Test
  void fullBatchesAreWrittenAtOnceAndTheRestByAFlush() throws IOException {
    batches.add(row("a", 1));
    assertThat(store.batches()).isEmpty();
    batches.add(row("b", 1));
    batches.add(row("c", 1));
    assertThat(store.batches()).containsExactly(List.of(row("a", 1), row("b", 1)));
    batches.flush();
    batches.flush();
    assertThat(store.batches()).hasSize(2).last().isEqualTo(List.of(row("c", 1)));
  }

  @Test
  void theLastRowOfAKeyIsWrittenUnlessItIsOlder() throws IOException {
    batches.add(row("a", 2));
    batches.add(row("a", 3));
    assertThat(store.batches()).containsExactly(List.of(row("a", 3)));
    batches.add(row("a", 5));
    batches.add(row("a", 4));
    batches.flush();
    assertThat(store.batches())
        .containsExactly(List.of(row("a", 3)), List.of(row("a", 5)), List.of(row("a", 4)));
  }

  @Test
  void aFailureThatPassesIsNone() throws IOException {
    store.failWith(new FakeStore.Hiccup(), new FakeStore.Hiccup());
    batches.add(row("a", 1));
    batches.flush();
    assertThat(store.batches()).hasSize(1);
  }

  @Test
  void aRefusalNamesTheStore() throws IOException {
    store.failWith(new IOException("no such table"));
    batches.add(row("a", 1));
    assertThatThrownBy(batches::flush)
        .isInstanceOf(IOException.class)
        .hasMessage(
            WriterFixture.NAME + " did not take a batch of 1 rows in 1 attempts: no such table");
  }

  @Test
  void anInterruptedThreadWritesNothing() throws IOException {
    batches.add(row("a", 1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(batches::flush).hasMessageContaining("Interrupted before writing to");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.batches()).isEmpty();
  }

  @Test
  void anInterruptEndsTheWaitForAWriteThatHangs() throws Exception {
    store.hang();
    batches.add(row("a", 1));
    var failure = new CompletableFuture<Throwable>();
    var waiting =
        new Thread(
            () -> {
              try {
                batches.flush();
              } catch (IOException e) {
                failure.complete(e);
              }
            });
    waiting.start();
    await().until(store.permits::hasQueuedThreads);
    waiting.interrupt();
    assertThat(failure.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("Interrupted while writing to");
  }
}
