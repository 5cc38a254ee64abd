package io.imgsrch.operators.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.operators.batch.BatchAnswer.Entry;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.junit.jupiter.api.Test;

class BatchedStateTest {
  private static final Subtasks ONE = new Subtasks(128, 1);
  private static final Subtasks THREE = new Subtasks(128, 3);

  private final FakeState state = new FakeState();

  @Test
  void eachKeyHasItsValueAsItIsHeld() throws Exception {
    state.values.putAll(Map.of("a", "1", "ключ", "два", "empty", ""));

    assertThat(texts(answer(ONE, 0, List.of("ключ", "none", "empty", "a", "a"))))
        .containsExactly("два", "ABSENT", "", "1", "1");
  }

  @Test
  void aSubtaskLeavesOutWhatItDoesNotHold() throws Exception {
    var keys = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
    keys.forEach(key -> state.values.put(key, "of " + key));

    for (int subtask = 0; subtask < 3; subtask++) {
      int holder = subtask;
      var answer = answer(THREE, holder, keys);
      assertThat(answer.subtasks()).isEqualTo(THREE);
      assertThat(texts(answer))
          .containsExactlyElementsOf(
              keys.stream()
                  .map(key -> THREE.holderOf(key) == holder ? "of " + key : "LEFT_OUT")
                  .toList());
    }
  }

  @Test
  void aFullAnswerLeavesOutTheRest() throws Exception {
    state.values.put("big", "x".repeat(BatchedState.MAX_BYTES));
    state.values.put("small", "1");

    assertThat(texts(answer(ONE, 0, List.of("small", "big", "small", "big"))))
        .containsExactly("1", state.values.get("big"), "LEFT_OUT", "LEFT_OUT");
  }

  @Test
  void whatIsNoBatchIsAnErrorThatSaysSo() throws Exception {
    assertThatThrownBy(() -> answer(ONE, 0, new byte[0])).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> answer(ONE, 0, request("a key", StringSerializer.INSTANCE)))
        .isInstanceOf(IOException.class);
    for (int size : new int[] {0, -1, KeyBatch.MAX_KEYS + 1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> answer(ONE, 0, ofSize(size)))
          .rootCause()
          .hasMessage("a batch has 1 to 512 keys, not " + size);
    }
    // Fewer keys than it says.
    assertThatThrownBy(() -> answer(ONE, 0, ofSize(KeyBatch.MAX_KEYS)))
        .isInstanceOf(IOException.class);
    assertThat(state.reads).isZero();
  }

  private static byte[] ofSize(int size) throws IOException {
    var out = new DataOutputSerializer(8);
    out.writeInt(size);
    return out.getCopyOfBuffer();
  }

  @Test
  void anErrorOfTheStateIsThatOfTheBatch() {
    state.fails = true;

    assertThatThrownBy(() -> answer(ONE, 0, List.of("a"))).hasMessage("cannot read a");
  }

  @Test
  void onceTheTaskEndsNothingIsRead() throws Exception {
    var batched = new BatchedState<>(state, ONE, 0);
    var request = request(new KeyBatch(List.of("a")), KeyBatchTest.SERIALIZER);
    assertThat(read(batched, request).entries()).containsExactly(NoValue.ABSENT);

    batched.close();

    assertThatThrownBy(() -> read(batched, request)).hasMessageContaining("has ended");
    assertThat(state.reads).isEqualTo(1);
  }

  /** What is closed next is freed next: a read of it then would end the process. */
  @Test
  void closingWaitsForThoseWhoRead() throws Exception {
    var batched = new BatchedState<>(state, ONE, 0);
    var request = request(new KeyBatch(List.of("a", "b")), KeyBatchTest.SERIALIZER);
    var closer = new Thread(batched::close, "closes the state");
    state.beforeRead =
        () -> {
          if (closer.getState() == Thread.State.NEW) {
            closer.start();
          }
          // Either it waits, as it must, or it ends.
          while (closer.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
          assertThat(closer.getState()).isEqualTo(Thread.State.WAITING);
        };

    assertThat(read(batched, request).entries()).hasSize(2);
    closer.join();
    assertThatThrownBy(() -> read(batched, request)).hasMessageContaining("has ended");
  }

  @Test
  void itIsReadAndNothingElse() {
    var batched = new BatchedState<>(state, ONE, 0);

    assertThatThrownBy(batched::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> batched.getStateIncrementalVisitor(1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private BatchAnswer answer(Subtasks subtasks, int subtask, List<String> keys) throws Exception {
    return answer(subtasks, subtask, request(new KeyBatch(keys), KeyBatchTest.SERIALIZER));
  }

  private BatchAnswer answer(Subtasks subtasks, int subtask, byte[] request) throws Exception {
    return read(new BatchedState<>(state, subtasks, subtask), request);
  }

  private static BatchAnswer read(BatchedState<String> batched, byte[] request) throws Exception {
    var bytes =
        batched.getSerializedValue(
            request,
            batched.getKeySerializer(),
            batched.getNamespaceSerializer(),
            batched.getValueSerializer());
    return BatchAnswer.of(
        KvStateSerializer.deserializeValue(bytes, BytePrimitiveArraySerializer.INSTANCE));
  }

  private static <K> byte[] request(K key, TypeSerializer<K> serializer) throws IOException {
    return KvStateSerializer.serializeKeyAndNamespace(
        key, serializer, VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE);
  }

  private static List<String> texts(BatchAnswer answer) {
    return answer.entries().stream().map(BatchedStateTest::text).toList();
  }

  private static String text(Entry entry) {
    return entry instanceof Value value ? FakeState.text(value.bytes()) : entry.toString();
  }
}
