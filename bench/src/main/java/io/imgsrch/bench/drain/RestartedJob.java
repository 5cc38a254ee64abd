package io.imgsrch.bench.drain;

import io.imgsrch.bench.server.BenchServers;
import io.imgsrch.jobs.Job;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.jspecify.annotations.Nullable;

/** A job that is stopped while events gather, and goes on from its savepoint. */
public final class RestartedJob {
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final BenchServers servers;
  private final Job job;
  private final int tasks;
  private @Nullable JobID running;
  private Optional<String> savepoint = Optional.empty();

  /**
   * A job that was not started yet.
   *
   * @param tasks its parallelism
   */
  public RestartedJob(BenchServers servers, Job job, int tasks) {
    this.servers = servers;
    this.job = job;
    this.tasks = tasks;
  }

  /** Starts it from where it stopped, and returns when its tasks run. */
  public void start() throws IOException, InterruptedException {
    var flink = servers.servers().flink();
    var id = JobID.generate();
    var environment = flink.newEnvironment();
    environment.setParallelism(tasks);
    job.define(environment, servers.settings());
    flink.submit(environment, job.jobName(), id, savepoint, DEADLINE);
    flink.awaitRunning(id, DEADLINE);
    running = id;
  }

  /** Stops it with a savepoint. */
  public void stop() throws IOException, InterruptedException {
    if (running == null) {
      throw new IllegalStateException(job.jobName() + " does not run");
    }
    savepoint = Optional.of(servers.servers().flink().stopWithSavepoint(running));
    running = null;
  }
}
