package io.imgsrch.operators.reconcile;

import java.io.IOException;
import java.util.Optional;

/**
 * When the newest completed checkpoint of a job began. All that the job's tasks had sent to its
 * sinks before is in the stores.
 */
public final class LastCheckpoint {
  private final FlinkRest flink;
  private final String jobName;

  /**
   * @param jobName of whatever run of the job is the newest
   */
  public LastCheckpoint(FlinkRest flink, String jobName) {
    this.flink = flink;
    this.jobName = jobName;
  }

  /**
   * Milliseconds since the epoch; empty before the first checkpoint, and while the job does not
   * run.
   *
   * @throws IOException if Flink does not answer
   */
  public Optional<Long> millis() throws IOException {
    var job = flink.job(jobName);
    if (job.isEmpty()) {
      return Optional.empty();
    }
    var began = flink.get(job.get() + "/checkpoints").at("/latest/completed/trigger_timestamp");
    return began.isNumber() ? Optional.of(began.asLong()) : Optional.empty();
  }
}
