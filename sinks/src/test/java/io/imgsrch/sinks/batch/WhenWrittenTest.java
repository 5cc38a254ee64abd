package io.imgsrch.sinks.batch;

import static io.imgsrch.sinks.batch.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WhenWrittenTest {
  private final List<String> told = new ArrayList<>();
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
  void whoWaitsForNothingIsToldAtOnce() {
    task.writer.whenWritten(() -> told.add("now"));
    assertThat(told).containsExactly("now");
  }

  @Test
  void whoWaitsIsToldWhenAllRowsBeforeAreInTheStore() throws Exception {
    task.store.hang();
    task.write(row("a", 1), row("b", 1)); // a full batch, on its way
    task.writer.whenWritten(() -> told.add("first"));
    task.write(row("c", 1));
    task.writer.whenWritten(() -> told.add("overtaken"));
    task.writer.whenWritten(() -> told.add("second"));
    assertThat(told).isEmpty();

    task.store.permits.release();
    task.mailbox.yield();
    assertThat(told).containsExactly("first");

    task.store.permits.release(10);
    task.writer.flush(false);
    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void nobodyIsToldOfABatchThatFailed() throws Exception {
    task.store.failWith(new IOException("refused"));
    task.write(row("a", 1), row("b", 1));
    task.writer.whenWritten(() -> told.add("never"));
    assertThatThrownBy(() -> task.mailbox.yield()).hasMessageContaining("refused");
    assertThat(told).isEmpty();
  }
}
