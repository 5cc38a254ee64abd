package io.imgsrch.sinks.batch;

import static io.imgsrch.sinks.batch.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BatchingWriterTest {
  private WriterFixture task;

  @BeforeEach
  void open() throws IOException {
    task = new WriterFixture();
  }

  @AfterEach
  void close() throws IOException {
    task.writer.close();
  }

  @Test
  void aBatchHoldsTheLastWriteOfEachKey() throws Exception {
    task.store.hang();
    task.write(row("x", 1), row("y", 1));
    task.write(row("a", 1), row("b", 1), row("a", 2));
    task.store.permits.release(10);
    task.writer.flush(false);

    assertThat(task.store.batches())
        .containsExactly(List.of(row("x", 1), row("y", 1)), List.of(row("a", 2), row("b", 1)));
    assertThat(task.counted("upserts")).isEqualTo(4);
    assertThat(task.counted("batches")).isEqualTo(2);
  }

  @Test
  void aRowThatMustNotReplaceAnEarlierOneGoesIntoTheNextBatch() throws Exception {
    task.store.hang();
    task.write(row("x", 1), row("y", 1));
    task.write(row("a", 2), row("a", 1), row("b", 1));
    task.store.permits.release(10);
    task.writer.flush(false);

    assertThat(task.store.batches().subList(1, 3))
        .containsExactly(List.of(row("a", 2)), List.of(row("a", 1), row("b", 1)));
  }

  @Test
  void aFullBatchIsSentAtOnce() throws Exception {
    task.write(row("a", 1), row("b", 1));
    task.mailbox.yield();

    assertThat(task.store.batches()).containsExactly(List.of(row("a", 1), row("b", 1)));
  }

  @Test
  void aBatchIsFullInBytesToo() throws Exception {
    task.writer.close();
    var limits = WriterFixture.LIMITS;
    task =
        new WriterFixture(
            new BatchLimits(
                100,
                30,
                limits.age(),
                limits.flush(),
                limits.open(),
                limits.close(),
                limits.opening(),
                limits.backoff()));
    task.write(row("a", 1), row("b", 1), row("c", 1));
    task.mailbox.yield();

    assertThat(task.store.batches())
        .containsExactly(List.of(row("a", 1), row("b", 1), row("c", 1)));
  }

  @Test
  void aRowWaitsForOthersNoLongerThanItsAge() throws Exception {
    task.write(row("a", 1));
    task.time.advance(49);
    assertThat(task.time.getNumActiveTimers()).isEqualTo(1);
    task.time.advance(1);
    task.mailbox.yield();

    assertThat(task.store.batches()).containsExactly(List.of(row("a", 1)));
  }

  @Test
  void rowsThatComeAfterTheTimerWaitForTheirOwn() throws Exception {
    task.write(row("a", 1));
    task.time.advance(50);
    task.write(row("b", 1));
    task.mailbox.yield();
    assertThat(task.time.getNumActiveTimers()).isEqualTo(1);
    task.time.advance(50);
    task.mailbox.yield();

    assertThat(task.store.batches()).containsExactly(List.of(row("a", 1)), List.of(row("b", 1)));
  }

  @Test
  void aCheckpointWritesEverythingInOrder() throws Exception {
    task.store.hang();
    task.write(row("a", 1), row("b", 1), row("c", 1), row("a", 2), row("d", 1));
    task.store.permits.release(10);
    task.writer.flush(false);

    assertThat(task.store.batches())
        .containsExactly(
            List.of(row("a", 1), row("b", 1)),
            List.of(row("c", 1), row("a", 2)),
            List.of(row("d", 1)));
  }

  @Test
  void aFullBufferHoldsTheStreamBack() throws Exception {
    task.store.hang();
    task.write(row("a", 1), row("b", 1));
    task.write(row("c", 1), row("d", 1), row("e", 1), row("f", 1));
    var yielded = new AtomicBoolean();
    task.mailbox.execute(
        () -> {
          yielded.set(true);
          task.store.permits.release(10);
        },
        "runs only if the writer yields");
    assertThat(yielded).isFalse();
    task.write(row("g", 1));

    assertThat(yielded).isTrue();
    assertThat(task.store.batches()).contains(List.of(row("a", 1), row("b", 1)));
  }

  @Test
  void aTransientFailureIsRetried() throws Exception {
    task.store.failWith(new FakeStore.Hiccup(), new FakeStore.Hiccup());
    task.write(row("a", 1));
    task.writer.flush(false);

    assertThat(task.store.batches()).containsExactly(List.of(row("a", 1)));
    assertThat(task.counted("retries")).isEqualTo(2);
    assertThat(task.counted("flush_failures")).isZero();
  }

  @Test
  void exhaustedRetriesFailTheTaskForGood() throws Exception {
    for (int i = 0; i < 4; i++) {
      task.store.failWith(new FakeStore.Hiccup());
    }
    task.write(row("a", 1));

    assertThatThrownBy(() -> task.writer.flush(false))
        .hasStackTraceContaining(WriterFixture.NAME)
        .hasStackTraceContaining("4 attempts, 1 rows are pending")
        .hasRootCauseInstanceOf(FakeStore.Hiccup.class);
    assertThatThrownBy(() -> task.write(row("b", 1))).hasMessageContaining(WriterFixture.NAME);
    assertThatThrownBy(() -> task.writer.flush(false)).hasMessageContaining(WriterFixture.NAME);
    assertThat(task.counted("flush_failures")).isEqualTo(1);
    assertThat(task.store.batches()).isEmpty();
  }

  @Test
  void aPermanentFailureIsNotRetried() throws Exception {
    task.store.failWith(new IOException("no such table"));
    task.write(row("a", 1), row("b", 1));

    assertThatThrownBy(() -> task.mailbox.yield())
        .hasStackTraceContaining("no such table")
        .hasStackTraceContaining("1 attempts");
    assertThat(task.counted("retries")).isZero();
  }

  @Test
  void aFlushThatTakesTooLongFails() throws Exception {
    task.store.hang();
    task.write(row("a", 1), row("b", 1), row("c", 1));
    task.mailbox.execute(() -> task.time.advance(5_000), "time passes");

    assertThatThrownBy(() -> task.writer.flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(WriterFixture.NAME)
        .hasMessageContaining("5000 ms")
        .hasMessageContaining("3 rows are pending");
    assertThat(task.counted("flush_failures")).isEqualTo(1);
    assertThat(task.counted("flush_timeouts")).isEqualTo(1);
  }

  @Test
  void aFlushInTimeLeavesNoDeadlineBehind() throws Exception {
    task.write(row("a", 1));
    task.writer.flush(false);
    task.time.advance(10_000);
    task.store.hang();
    task.write(row("b", 1));
    task.store.permits.release();
    task.writer.flush(true);

    assertThat(task.store.batches()).hasSize(2);
  }

  @Test
  void closingEndsAWriteThatHangs() throws Exception {
    task.store.hang();
    task.write(row("a", 1), row("b", 1));
    task.writer.close();

    assertThat(task.store.closed.getCount()).isZero();
    assertThat(WriterFixture.threadLives()).isFalse();
    assertThat(task.mailbox.tryYield()).isFalse();
  }
}
