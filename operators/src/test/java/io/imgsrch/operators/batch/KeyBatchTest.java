package io.imgsrch.operators.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.CopyableValueSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

class KeyBatchTest {
  static final TypeSerializer<KeyBatch> SERIALIZER =
      KeyBatch.TYPE.createSerializer(new SerializerConfigImpl());

  @Test
  void itIsReadAsItWasWritten() throws IOException {
    assertThat(SERIALIZER).isInstanceOf(CopyableValueSerializer.class);
    for (var keys :
        List.of(
            List.of("7/p"),
            List.of("7/a", "", "7/ключ", "7/\ud800"),
            IntStream.range(0, KeyBatch.MAX_KEYS).mapToObj(Integer::toString).toList())) {
      var batch = new KeyBatch(keys);
      var out = new DataOutputSerializer(16);
      SERIALIZER.serialize(batch, out);
      var in = new DataInputDeserializer(out.getCopyOfBuffer());
      assertThat(SERIALIZER.deserialize(in).keys()).isEqualTo(keys);
      assertThat(in.available()).isZero();
      assertThat(SERIALIZER.copy(batch)).isEqualTo(batch).hasSameHashCodeAs(batch);
    }
  }

  /** By its hash Flink finds who holds a key. */
  @Test
  void itIsTakenToTheSubtaskOfItsFirstKey() {
    for (var key : List.of("7/a", "7/b", "8/c")) {
      assertThat(
              KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  new KeyBatch(List.of(key, "7/x", "7/y")), 128, 7))
          .isEqualTo(new Subtasks(128, 7).holderOf(key));
    }
  }

  @Test
  void itHasAKeyAndNotTooMany() {
    assertThatThrownBy(() -> new KeyBatch(List.of())).hasMessageContaining("not 0");
    assertThatThrownBy(() -> new KeyBatch(Collections.nCopies(KeyBatch.MAX_KEYS + 1, "a")))
        .hasMessageContaining("not 513");
  }
}
