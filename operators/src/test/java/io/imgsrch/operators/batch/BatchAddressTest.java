package io.imgsrch.operators.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class BatchAddressTest {
  private static final BatchAddress ADDRESS =
      new BatchAddress(new Subtasks(128, 3), 2, "машина-7", 65_535, Long.MIN_VALUE);

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    assertThat(BatchAddress.of(ADDRESS.toBytes())).isEqualTo(ADDRESS);
  }

  @Test
  void whatIsCutShortOrTooLongIsAnError() throws IOException {
    var bytes = ADDRESS.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BatchAddress.of(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> BatchAddress.of(Arrays.copyOf(bytes, bytes.length + 1)))
        .hasMessage("1 bytes behind the address");
  }

  @Test
  void numbersThatCannotBeAreErrors() {
    assertThatThrownBy(() -> read(3, 1)).hasMessageContaining("subtask 3 of 3");
    assertThatThrownBy(() -> read(-1, 1)).hasMessageContaining("subtask -1 of 3");
    assertThatThrownBy(() -> read(0, 0)).hasMessageContaining("port 0");
    assertThatThrownBy(() -> read(0, 65_536)).hasMessageContaining("port 65536");
  }

  private static BatchAddress read(int subtask, int port) throws IOException {
    var out = new DataOutputSerializer(32);
    out.writeInt(128);
    out.writeInt(3);
    out.writeInt(subtask);
    out.writeUTF("host");
    out.writeInt(port);
    out.writeLong(1);
    return BatchAddress.of(out.getCopyOfBuffer());
  }
}
