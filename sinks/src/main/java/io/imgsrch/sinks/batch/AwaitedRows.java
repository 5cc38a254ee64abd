package io.imgsrch.sinks.batch;

import java.util.TreeMap;

/** Actions that wait for rows to be written, by how many; never more of them than rows. */
final class AwaitedRows {
  private final TreeMap<Long, Runnable> actions = new TreeMap<>();

  /** Waits for so many rows, counted from the first one of all. */
  void add(long rows, Runnable action) {
    actions.put(rows, action);
  }

  /** Runs what waited for no more than these. */
  void written(long rows) {
    for (var next = actions.firstEntry();
        next != null && next.getKey() <= rows;
        next = actions.firstEntry()) {
      actions.pollFirstEntry().getValue().run();
    }
  }
}
