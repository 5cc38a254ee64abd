package io.imgsrch.sinks.batch;

import java.util.List;

/**
 * A store that rows are written to in batches. Used by one thread at a time, never by a task
 * thread; {@link #close} may come from another one, to end a call that hangs.
 */
public interface BatchStore<T> extends AutoCloseable {
  /**
   * Writes a batch, in which every key stands once. Blocks, at most as long as the store's own
   * deadline, and may be called again with the same rows.
   */
  void write(List<T> batch) throws Exception;

  /** Whether the same write may succeed later. */
  boolean isTransient(Throwable failure);

  @Override
  void close();
}
