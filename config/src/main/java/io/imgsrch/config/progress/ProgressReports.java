package io.imgsrch.config.progress;

import io.imgsrch.config.event.Progress;
import java.io.IOException;
import java.io.Serializable;

/** Takes reports of one subtask. A report that is lost is made up for by the next one. */
public interface ProgressReports extends AutoCloseable {
  /** Takes a report, or loses it; never waits, and never fails. */
  void report(Progress progress);

  @Override
  void close();

  /** Opens one on the task manager. */
  @FunctionalInterface
  interface Factory extends Serializable {
    /** Opens it; waits for nothing. */
    ProgressReports open() throws IOException;
  }
}
