package io.imgsrch.sinks.batch;

import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import java.io.Serializable;

/** Opens a store on the task manager. */
@FunctionalInterface
public interface BatchStoreFactory<T> extends Serializable {
  /**
   * Connects, and creates what is missing. Blocks; an interrupt ends it.
   *
   * @throws Exception naming the store, its address and what to do
   */
  BatchStore<T> open(Settings settings, Secrets secrets) throws Exception;
}
