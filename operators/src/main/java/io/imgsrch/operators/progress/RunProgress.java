package io.imgsrch.operators.progress;

import io.imgsrch.config.event.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What the subtasks of one run of a job reported. */
final class RunProgress {
  /** Of one partition and one subtask; so many intervals a sink may be behind. */
  static final int REMEMBERED = 512;

  private final String execution;
  private final int attempt;

  /** By topic and partition, and by the watermark that follows it: the newest offset. */
  private final Map<PartitionOfTopic, TreeMap<Long, Long>> passedOn = new HashMap<>();

  private final Map<String, SinkProgress> sinks = new HashMap<>();

  private record PartitionOfTopic(String topic, int partition) {}

  RunProgress(String execution, int attempt) {
    this.execution = execution;
    this.attempt = attempt;
  }

  boolean isOf(Progress report) {
    return report.execution().equals(execution) && report.attempt() == attempt;
  }

  /** Of two submissions the one that reports last is the newer. */
  boolean isSucceededBy(Progress report) {
    return !report.execution().equals(execution) || report.attempt() > attempt;
  }

  void note(Progress report) {
    switch (report.role()) {
      case SOURCE ->
          report
              .offsets()
              .forEach(
                  (partition, offset) ->
                      note(
                          new PartitionOfTopic(report.name(), partition),
                          report.watermark(),
                          offset));
      case SINK -> sinks.computeIfAbsent(report.name(), name -> new SinkProgress()).note(report);
    }
  }

  /** An entry that says no more than one before it is left out. */
  private void note(PartitionOfTopic partition, long watermark, long offset) {
    var offsets = passedOn.computeIfAbsent(partition, key -> new TreeMap<>());
    var before = offsets.floorEntry(watermark);
    if (before != null && before.getValue() >= offset) {
      return;
    }
    offsets.put(watermark, offset);
    offsets.tailMap(watermark, false).values().removeIf(later -> later <= offset);
    if (offsets.size() > REMEMBERED) {
      // The second oldest: the oldest is what a sink that is behind has reached, if anything.
      offsets.remove(offsets.higherKey(offsets.firstKey()));
    }
  }

  OptionalLong reached(Set<String> names, String topic, int partition) {
    var offsets = passedOn.get(new PartitionOfTopic(topic, partition));
    if (offsets == null) {
      return OptionalLong.empty();
    }
    long written = Long.MAX_VALUE;
    for (var name : names) {
      var sink = sinks.get(name);
      if (sink == null) {
        return OptionalLong.empty();
      }
      written = Math.min(written, sink.written());
    }
    var newest = offsets.floorEntry(written);
    return newest == null ? OptionalLong.empty() : OptionalLong.of(newest.getValue());
  }
}
