package io.imgsrch.operators.batch;

import io.imgsrch.operators.batch.BatchAnswer.Entry;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.api.java.typeutils.runtime.CopyableValueSerializer;
import org.apache.flink.queryablestate.client.state.serialization.KvStateSerializer;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;

/**
 * A queryable state that answers for many keys of another at once. Takes a {@link KeyBatch} where
 * that takes a key, and gives a {@link BatchAnswer} as an array of bytes where that gives a value.
 * Read from any thread, and never written.
 */
public final class BatchedState<V>
    implements InternalKvState<String, VoidNamespace, V>, AutoCloseable {
  /** Bytes of values after which an answer takes no more. */
  static final int MAX_BYTES = 1024 * 1024;

  private static final TypeSerializer<KeyBatch> BATCHES =
      new CopyableValueSerializer<>(KeyBatch.class);

  private final InternalKvState<String, VoidNamespace, V> state;
  private final Subtasks subtasks;
  private final int subtask;
  private final ReadWriteLock reading = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * @param state whose values are read
   * @param subtasks of the operator
   * @param subtask index of the one that holds the state
   */
  public BatchedState(
      InternalKvState<String, VoidNamespace, V> state, Subtasks subtasks, int subtask) {
    this.state = state;
    this.subtasks = subtasks;
    this.subtask = subtask;
  }

  /** Makes it readable from outside until the task ends. */
  public void register(Environment task, String name) {
    task.getTaskKvStateRegistry()
        .registerKvState(
            subtasks.keyGroupsOf(subtask),
            name,
            this,
            task.getUserCodeClassLoader().asClassLoader());
  }

  /**
   * Answers a batch.
   *
   * @throws IOException if the request is no batch
   * @throws IllegalStateException if the task has ended
   */
  @Override
  public byte[] getSerializedValue(
      byte[] request,
      TypeSerializer<String> keys,
      TypeSerializer<VoidNamespace> namespaces,
      TypeSerializer<V> values)
      throws Exception {
    var batch =
        KvStateSerializer.deserializeKeyAndNamespace(
                request, BATCHES, VoidNamespaceSerializer.INSTANCE)
            .f0;
    reading.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the task that held this state has ended");
      }
      return KvStateSerializer.serializeValue(
          answer(batch, keys, namespaces, values).toBytes(), BytePrimitiveArraySerializer.INSTANCE);
    } finally {
      reading.readLock().unlock();
    }
  }

  private BatchAnswer answer(
      KeyBatch batch,
      TypeSerializer<String> keys,
      TypeSerializer<VoidNamespace> namespaces,
      TypeSerializer<V> values)
      throws Exception {
    var entries = new ArrayList<Entry>(batch.keys().size());
    int bytes = 0;
    for (var key : batch.keys()) {
      if (subtasks.holderOf(key) != subtask || bytes >= MAX_BYTES) {
        entries.add(NoValue.LEFT_OUT);
        continue;
      }
      var request =
          KvStateSerializer.serializeKeyAndNamespace(key, keys, VoidNamespace.INSTANCE, namespaces);
      var value = state.getSerializedValue(request, keys, namespaces, values);
      entries.add(value == null ? NoValue.ABSENT : new Value(value));
      bytes += value == null ? 0 : value.length;
    }
    return new BatchAnswer(subtasks, entries);
  }

  /** Waits for those who read: what they read is freed next. */
  @Override
  public void close() {
    reading.writeLock().lock();
    try {
      closed = true;
    } finally {
      reading.writeLock().unlock();
    }
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
