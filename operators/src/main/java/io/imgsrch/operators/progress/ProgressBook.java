package io.imgsrch.operators.progress;

import io.imgsrch.config.event.Progress;
import io.imgsrch.config.event.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What follows from the reports of {@code catalog.progress}. Reports of different runs are never
 * joined: a task that lives on after its run is over proves nothing of the next one. Safe for
 * threads.
 */
public final class ProgressBook {
  /** The sink that has no topic. */
  public static final String MILVUS = "milvus";

  private final Map<String, RunProgress> runs = new HashMap<>();
  private long changes;

  /** Takes a report. */
  public synchronized void note(Progress report) {
    var run = runs.get(report.job());
    if (run == null || run.isSucceededBy(report)) {
      run = new RunProgress(report.execution(), report.attempt());
      runs.put(report.job(), run);
      changes++;
    }
    if (run.isOf(report)) {
      run.note(report);
    }
  }

  /**
   * The newest record of a partition up to which everything is written by some sinks of a job;
   * empty if none is known to be.
   */
  public synchronized OptionalLong reached(
      String job, Set<String> sinks, Topic topic, int partition) {
    var run = runs.get(job);
    return run == null ? OptionalLong.empty() : run.reached(sinks, topic.topicName(), partition);
  }

  /** Grows with every run that begins. */
  public synchronized long runs() {
    return changes;
  }
}
