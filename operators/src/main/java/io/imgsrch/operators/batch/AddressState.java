package io.imgsrch.operators.batch;

import java.io.IOException;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.internal.InternalKvState;

/** A queryable state that says where the subtask that holds a key answers batches itself. */
public final class AddressState<V> extends AnsweringState<V> {
  private final BatchAddress address;

  /**
   * @param state any of the subtask's with the same keys
   */
  public AddressState(InternalKvState<String, VoidNamespace, V> state, BatchAddress address) {
    super(state);
    this.address = address;
  }

  /** Makes it readable from outside until the task ends. */
  public void register(Environment task, String name) {
    register(task, name, address.subtasks(), address.subtask());
  }

  @Override
  byte[] answer(KeyBatch batch, Serializers<V> serializers) throws IOException {
    return address.toBytes();
  }
}
