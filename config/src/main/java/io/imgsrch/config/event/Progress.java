package io.imgsrch.config.event;

import java.util.Map;

/**
 * A record of {@code catalog.progress}: what one subtask of a job has behind it. A watermark runs
 * through the job with the records; what a source passed on before it emitted the watermark is what
 * a sink has written once it reports the same, or a greater one.
 *
 * @param job its name
 * @param execution of this submission to this job manager: the id of Flink's execution graph
 * @param attempt of the run, which grows with every restart of a submission
 * @param role whether the subtask reads or writes
 * @param name of the topic that is read or written, or of the store
 * @param parallelism how many subtasks report beside this one, itself included
 * @param watermark only to be compared with others of the same run
 * @param offsets of a source: the newest record of each partition that was passed on before the
 *     watermark; empty of a sink
 */
public record Progress(
    String job,
    String execution,
    int attempt,
    Role role,
    String name,
    int subtask,
    int parallelism,
    long watermark,
    Map<Integer, Long> offsets) {

  /** What a subtask does. */
  public enum Role {
    SOURCE,
    SINK
  }

  /** Of a subtask that has nothing behind it yet. */
  public static Progress none(
      String job,
      String execution,
      int attempt,
      Role role,
      String name,
      int subtask,
      int parallelism) {
    return new Progress(
        job, execution, attempt, role, name, subtask, parallelism, Long.MIN_VALUE, Map.of());
  }

  /** The same subtask, later. */
  public Progress at(long later, Map<Integer, Long> passedOn) {
    return new Progress(
        job, execution, attempt, role, name, subtask, parallelism, later, Map.copyOf(passedOn));
  }
}
