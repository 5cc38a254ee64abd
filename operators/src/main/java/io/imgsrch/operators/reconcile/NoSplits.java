package io.imgsrch.operators.reconcile;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.jspecify.annotations.Nullable;

/** Gives out no splits: the one reader needs none. */
final class NoSplits implements SplitEnumerator<NoSplit, NoSplit> {
  @Override
  public void start() {}

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {}

  @Override
  public void addSplitsBack(List<NoSplit> splits, int subtask) {}

  @Override
  public void addReader(int subtask) {}

  @Override
  public NoSplit snapshotState(long checkpointId) {
    return new NoSplit();
  }

  @Override
  public void close() {}
}
