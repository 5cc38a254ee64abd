package io.imgsrch.operators.progress;

import io.imgsrch.config.event.Progress;
import java.util.HashMap;
import java.util.Map;

/** How far all subtasks of a sink have written. */
final class SinkProgress {
  private final Map<Integer, Long> watermarks = new HashMap<>();
  private int parallelism;

  void note(Progress report) {
    if (report.parallelism() != parallelism) {
      watermarks.clear();
      parallelism = report.parallelism();
    }
    watermarks.merge(report.subtask(), report.watermark(), Math::max);
  }

  /** The watermark that all of them have written; the least there is while one is unknown. */
  long written() {
    return watermarks.size() < parallelism
        ? Long.MIN_VALUE
        : watermarks.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
  }
}
