package io.imgsrch.operators.batch;

import java.io.DataInput;
import java.io.IOException;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * How Flink deals keys out to the subtasks of an operator.
 *
 * @param maxParallelism number of key groups
 * @param parallelism number of subtasks, at most as many
 */
public record Subtasks(int maxParallelism, int parallelism) {
  public Subtasks {
    if (parallelism < 1
        || maxParallelism < parallelism
        || maxParallelism > KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "%d subtasks of %d key groups".formatted(parallelism, maxParallelism));
    }
  }

  /** Reads both numbers, in this order. */
  static Subtasks read(DataInput in) throws IOException {
    int maxParallelism = in.readInt();
    int parallelism = in.readInt();
    try {
      return new Subtasks(maxParallelism, parallelism);
    } catch (IllegalArgumentException e) {
      throw new IOException("an answer of " + e.getMessage(), e);
    }
  }

  /** The index of the subtask that holds a key. */
  public int holderOf(String key) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, maxParallelism, parallelism);
  }

  KeyGroupRange keyGroupsOf(int subtask) {
    return KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
        maxParallelism, parallelism, subtask);
  }
}
