package io.imgsrch.config.progress;

import io.imgsrch.config.event.Progress;
import java.util.Map;

/** Reports on behalf of one subtask. For one thread. */
public final class Reporter implements AutoCloseable {
  private final ProgressReports reports;
  private final Progress subtask;

  /**
   * @param subtask who reports; of what it has behind it, this says nothing
   */
  public Reporter(ProgressReports reports, Progress subtask) {
    this.reports = reports;
    this.subtask = subtask;
  }

  /** Reports what was passed on, or written, before a watermark. */
  public void report(long watermark, Map<Integer, Long> offsets) {
    reports.report(subtask.at(watermark, offsets));
  }

  /** Of the topic that is read or written, or of the store. */
  public String name() {
    return subtask.name();
  }

  @Override
  public void close() {
    reports.close();
  }
}
