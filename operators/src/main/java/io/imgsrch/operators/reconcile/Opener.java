package io.imgsrch.operators.reconcile;

import io.imgsrch.config.Settings;
import java.io.IOException;
import java.io.Serializable;

/** Opens a client on the task manager. */
@FunctionalInterface
public interface Opener<T> extends Serializable {
  /**
   * Connects. Blocks; an interrupt ends it.
   *
   * @throws IOException naming the other side and its address
   */
  T open(Settings settings) throws IOException;
}
