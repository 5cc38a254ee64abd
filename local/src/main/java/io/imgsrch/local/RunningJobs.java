package io.imgsrch.local;

import io.imgsrch.config.Settings;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.server.FlinkCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;

/** The five jobs on the platform's Flink: started together, restored and rescaled one by one. */
public final class RunningJobs {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 100;

  private final FlinkCluster flink;
  private final Settings settings;
  private final Map<Job, Run> runs = new EnumMap<>(Job.class);

  /** One run of a job: Flink takes the id of a job that has ended no more. */
  private record Run(JobID id, int parallelism, Optional<String> from) {}

  private RunningJobs(FlinkCluster flink, Settings settings) {
    this.flink = flink;
    this.settings = settings;
  }

  /**
   * Starts all jobs, each from its newest checkpoint, and returns when their tasks run.
   *
   * @param parallelism of the index and validity jobs; the others have one task
   */
  static RunningJobs start(FlinkCluster flink, Settings settings, int parallelism)
      throws IOException, InterruptedException {
    var jobs = new RunningJobs(flink, settings);
    for (var job : Job.values()) {
      int tasks = job == Job.INDEX || job == Job.VALIDITY ? parallelism : 1;
      var environment = flink.newEnvironment();
      environment.setParallelism(tasks);
      job.define(environment, settings);
      var id = flink.submit(environment, job.jobName(), DEADLINE);
      jobs.runs.put(job, new Run(id, tasks, Optional.empty()));
    }
    for (var run : jobs.runs.values()) {
      flink.awaitRunning(run.id(), DEADLINE);
    }
    return jobs;
  }

  /** Ends a job without a checkpoint, and starts it again from its newest one. */
  public synchronized void restore(Job job) throws IOException, InterruptedException {
    start(job, end(job));
  }

  /** Ends all jobs without a checkpoint, and starts each again from its newest one. */
  public synchronized void restoreAll() throws IOException, InterruptedException {
    var former = new EnumMap<>(runs);
    flink.cancel(former.values().stream().map(Run::id).toArray(JobID[]::new));
    for (var run : former.entrySet()) {
      start(run.getKey(), newest(run.getValue()));
    }
  }

  /** Ends a job without a checkpoint; returns the newest one, if there is one. */
  public synchronized Optional<String> end(Job job) throws IOException, InterruptedException {
    var run = run(job);
    flink.cancel(run.id());
    return newest(run);
  }

  /** Before its first checkpoint, a job owns the one that it began with. */
  private Optional<String> newest(Run run) throws IOException {
    return flink.newestCheckpoint(run.id()).or(run::from);
  }

  /**
   * Starts a job that was ended.
   *
   * @param from a checkpoint, which the job owns from then on; without one it begins at the start
   *     of its topics
   */
  public synchronized void start(Job job, Optional<String> from)
      throws IOException, InterruptedException {
    start(job, run(job).parallelism(), from);
  }

  /** Stops a job with a savepoint, and starts it from there with another number of tasks. */
  public synchronized void rescale(Job job, int parallelism)
      throws IOException, InterruptedException {
    var id = run(job).id();
    flink.awaitRunning(id, DEADLINE);
    start(job, parallelism, Optional.of(flink.stopWithSavepoint(id)));
  }

  /**
   * Returns when every job has completed a checkpoint that was not there before.
   *
   * @throws IOException naming a job that has not within the deadline
   */
  public void awaitCheckpoints(Duration deadline) throws IOException, InterruptedException {
    Map<Job, Run> now;
    synchronized (this) {
      now = new EnumMap<>(runs);
    }
    var before = new EnumMap<Job, Optional<String>>(Job.class);
    for (var run : now.entrySet()) {
      before.put(run.getKey(), flink.newestCheckpoint(run.getValue().id()));
    }
    long end = System.nanoTime() + deadline.toNanos();
    for (var run : now.entrySet()) {
      while (flink.newestCheckpoint(run.getValue().id()).equals(before.get(run.getKey()))) {
        if (System.nanoTime() - end > 0) {
          throw new IOException(
              "%s completed no checkpoint within %s".formatted(run.getKey().jobName(), deadline));
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  /** Tasks of each operator of a job. */
  public synchronized int parallelism(Job job) {
    return run(job).parallelism();
  }

  private void start(Job job, int parallelism, Optional<String> from)
      throws IOException, InterruptedException {
    var id = JobID.generate();
    var environment = flink.newEnvironment();
    environment.setParallelism(parallelism);
    job.define(environment, settings);
    flink.submit(environment, job.jobName(), id, from, DEADLINE);
    runs.put(job, new Run(id, parallelism, from));
  }

  private Run run(Job job) {
    var run = runs.get(job);
    if (run == null) {
      throw new IllegalStateException(job + " was never started");
    }
    return run;
  }
}
