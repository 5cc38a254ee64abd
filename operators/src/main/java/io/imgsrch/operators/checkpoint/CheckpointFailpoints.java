package io.imgsrch.operators.checkpoint;

import io.imgsrch.config.fault.Failpoint;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** A function whose checkpoints can be made to fail. By itself it keeps no state. */
public interface CheckpointFailpoints extends CheckpointedFunction, CheckpointListener {
  @Override
  default void snapshotState(FunctionSnapshotContext context) throws Exception {
    Failpoint.SNAPSHOT.reach();
  }

  @Override
  default void initializeState(FunctionInitializationContext context) throws Exception {}

  @Override
  default void notifyCheckpointComplete(long checkpointId) {
    Failpoint.SNAPSHOT_COMPLETE.reach();
  }
}
