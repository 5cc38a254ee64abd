package io.imgsrch.operators.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class BatchAnswerTest {
  private static final BatchAnswer ANSWER =
      new BatchAnswer(
          new Subtasks(128, 3),
          List.of(
              new Value(new byte[] {1, 2, 3}),
              NoValue.ABSENT,
              new Value(new byte[0]),
              NoValue.LEFT_OUT));

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    var read = BatchAnswer.of(ANSWER.toBytes());

    assertThat(read.subtasks()).isEqualTo(new Subtasks(128, 3));
    assertThat(read).usingRecursiveComparison().isEqualTo(ANSWER);
  }

  @Test
  void whatIsCutShortIsAnErrorWhereverItIs() throws IOException {
    var bytes = ANSWER.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BatchAnswer.of(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> BatchAnswer.of(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessage("1 bytes behind the answer");
  }

  @Test
  void numbersThatCannotBeAreErrors() {
    assertThatThrownBy(() -> read(128, 129, 0)).hasMessageContaining("129 subtasks");
    assertThatThrownBy(() -> read(128, 0, 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(32_769, 1, 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(128, 1, -1)).hasMessageContaining("-1 keys");
    assertThatThrownBy(() -> read(128, 1, 513)).hasMessageContaining("513 keys");
    assertThatThrownBy(() -> read(128, 1, 1, -3)).hasMessageContaining("-3 bytes");
    assertThatThrownBy(() -> read(128, 1, 1, Integer.MAX_VALUE))
        .hasMessageContaining("of which 0 came");
  }

  private static BatchAnswer read(int... numbers) throws IOException {
    var out = new DataOutputSerializer(32);
    for (int number : numbers) {
      out.writeInt(number);
    }
    return BatchAnswer.of(out.getCopyOfBuffer());
  }
}
