package io.imgsrch.sinks.batch;

/** A writer that tells when it has written, without being flushed. */
public interface WritesLater {
  /**
   * Has an action run by the task's thread once everything that came before is in the store: now if
   * it is, and never if the writer fails. Of two actions that wait for the same, the later one
   * counts.
   */
  void whenWritten(Runnable action);
}
