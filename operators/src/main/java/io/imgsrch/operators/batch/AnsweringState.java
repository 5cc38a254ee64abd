package io.imgsrch.operators.batch;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.typeutils.runtime.CopyableValueSerializer;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.jspecify.annotations.Nullable;

/**
 * What Flink takes for a queryable state, and is none: it takes a {@link KeyBatch} where a state
 * takes a key, gives an array of bytes where a state gives a value, and is never written.
 *
 * @param <V> of the state behind it
 */
public abstract class AnsweringState<V> implements InternalKvState<String, VoidNamespace, V> {
  private static final TypeSerializer<KeyBatch> BATCHES =
      new CopyableValueSerializer<>(KeyBatch.class);

  private final InternalKvState<String, VoidNamespace, V> state;

  /** How the state behind it is asked; for one thread. */
  record Serializers<V>(
      TypeSerializer<String> keys,
      TypeSerializer<VoidNamespace> namespaces,
      TypeSerializer<V> values) {

    /** For another thread. */
    Serializers<V> duplicate() {
      return new Serializers<>(keys.duplicate(), namespaces.duplicate(), values.duplicate());
    }
  }

  AnsweringState(InternalKvState<String, VoidNamespace, V> state) {
    this.state = state;
  }

  /** Makes it readable from outside until the task ends. */
  final void register(Environment task, String name, Subtasks subtasks, int subtask) {
    task.getTaskKvStateRegistry()
        .registerKvState(
            subtasks.keyGroupsOf(subtask),
            name,
            this,
            task.getUserCodeClassLoader().asClassLoader());
  }

  /** Answers on any thread. */
  abstract byte[] answer(KeyBatch batch, Serializers<V> serializers) throws Exception;

  /**
   * Answers a batch.
   *
   * @throws IOException if the request is no batch
   * @throws IllegalStateException if the task has ended
   */
  @Override
  public final byte[] getSerializedValue(
      byte[] request,
      TypeSerializer<String> keys,
      TypeSerializer<VoidNamespace> namespaces,
      TypeSerializer<V> values)
      throws Exception {
    var batch =
        KvStateSerializer.deserializeKeyAndNamespace(
                request, BATCHES, VoidNamespaceSerializer.INSTANCE)
            .f0;
    return KvStateSerializer.serializeValue(
        answer(batch, new Serializers<>(keys, namespaces, values)),
        BytePrimitiveArraySerializer.INSTANCE);
  }

  /** What the state behind it holds for a key, as it is stored; null for nothing. */
  final byte @Nullable [] stored(String key, Serializers<V> serializers) throws Exception {
    var request =
        KvStateSerializer.serializeKeyAndNamespace(
            key, serializers.keys(), VoidNamespace.INSTANCE, serializers.namespaces());
    return state.getSerializedValue(
        request, serializers.keys(), serializers.namespaces(), serializers.values());
  }

  @Override
  public TypeSerializer<String> getKeySerializer() {
    return state.getKeySerializer();
  }

  @Override
  public TypeSerializer<VoidNamespace> getNamespaceSerializer() {
    return state.getNamespaceSerializer();
  }

  @Override
  public TypeSerializer<V> getValueSerializer() {
    return state.getValueSerializer();
  }

  @Override
  public void setCurrentNamespace(VoidNamespace namespace) {
    throw readsOnly();
  }

  @Override
  public StateIncrementalVisitor<String, VoidNamespace, V> getStateIncrementalVisitor(int records) {
    throw readsOnly();
  }

  @Override
  public void clear() {
    throw readsOnly();
  }

  private static UnsupportedOperationException readsOnly() {
    return new UnsupportedOperationException("it only answers for keys that it is asked for");
  }
}
