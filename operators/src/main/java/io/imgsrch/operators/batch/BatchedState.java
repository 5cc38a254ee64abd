package io.imgsrch.operators.batch;

import io.imgsrch.operators.batch.BatchAnswer.Entry;
import io.imgsrch.operators.batch.BatchAnswer.NoValue;
import io.imgsrch.operators.batch.BatchAnswer.Value;
import java.util.ArrayList;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.internal.InternalKvState;

/**
 * A queryable state that answers for many keys of another at once, with a {@link BatchAnswer}. Read
 * from any thread.
 */
public final class BatchedState<V> extends AnsweringState<V> implements AutoCloseable {
  /** Bytes of values after which an answer takes no more. */
  static final int MAX_BYTES = 1024 * 1024;

  private final Subtasks subtasks;
  private final int subtask;
  private final Serializers<V> serializers;
  private final ReadWriteLock reading = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * @param state whose values are read
   * @param subtasks of the operator
   * @param subtask index of the one that holds the state
   */
  public BatchedState(
      InternalKvState<String, VoidNamespace, V> state, Subtasks subtasks, int subtask) {
    super(state);
    this.subtasks = subtasks;
    this.subtask = subtask;
    this.serializers =
        new Serializers<>(
                state.getKeySerializer(),
                state.getNamespaceSerializer(),
                state.getValueSerializer())
            .duplicate();
  }

  /** Makes it readable from outside until the task ends. */
  public void register(Environment task, String name) {
    register(task, name, subtasks, subtask);
  }

  BatchAddress address(String host, int port, long token) {
    return new BatchAddress(subtasks, subtask, host, port, token);
  }

  /** What answers batches on one thread. */
  BatchServer.Answers answers() {
    Serializers<V> own;
    // Serializers are not made to be duplicated by several threads at once.
    synchronized (serializers) {
      own = serializers.duplicate();
    }
    return batch -> answer(batch, own);
  }

  @Override
  byte[] answer(KeyBatch batch, Serializers<V> serializers) throws Exception {
    reading.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the task that held this state has ended");
      }
      return read(batch, serializers).toBytes();
    } finally {
      reading.readLock().unlock();
    }
  }

  private BatchAnswer read(KeyBatch batch, Serializers<V> serializers) throws Exception {
    var entries = new ArrayList<Entry>(batch.keys().size());
    int bytes = 0;
    for (var key : batch.keys()) {
      if (subtasks.holderOf(key) != subtask || bytes >= MAX_BYTES) {
        entries.add(NoValue.LEFT_OUT);
        continue;
      }
      var value = stored(key, serializers);
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
}
