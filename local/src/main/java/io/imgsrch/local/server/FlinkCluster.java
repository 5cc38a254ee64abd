package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink in this process, with its web UI, queryable state and Prometheus endpoint. A job keeps its
 * id and its newest checkpoint from run to run, so it goes on where it was.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkCluster.class);
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 50;

  /** Which of the cluster's task managers: it has one. */
  private static final int TASK_MANAGER = 0;

  private final MiniCluster cluster;
  private final Configuration settings;
  private final Path directory;
  private final Ports ports;
  private boolean closed;

  private FlinkCluster(MiniCluster cluster, Configuration settings, Path directory, Ports ports) {
    this.cluster = cluster;
    this.settings = settings;
    this.directory = directory;
    this.ports = ports;
  }

  /**
   * Starts the cluster; its UI answers when this returns.
   *
   * @param directory for checkpoints, kept, and temporary files, which are not
   * @param slots the sum of what all jobs need, slot sharing considered
   */
  static FlinkCluster start(Path directory, Ports ports, int slots, Duration checkpointInterval)
      throws IOException, InterruptedException {
    return start(directory, ports, slots, checkpointInterval, Map.of());
  }

  /**
   * Starts the cluster with settings that replace ours.
   *
   * @param overrides by Flink's names
   */
  static FlinkCluster start(
      Path directory,
      Ports ports,
      int slots,
      Duration checkpointInterval,
      Map<String, String> overrides)
      throws IOException, InterruptedException {
    Directories.delete(directory.resolve("tmp"));
    Files.createDirectories(directory.resolve("tmp"));
    Configuration settings = FlinkSettings.of(directory, ports, slots, checkpointInterval);
    overrides.forEach(settings::setString);
    MiniCluster cluster =
        new ForgetfulMiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build());
    FlinkCluster started = new FlinkCluster(cluster, settings, directory, ports);
    try {
      cluster.start();
      return started;
    } catch (Exception e) {
      Closing.after(e, started);
      if (e instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IOException("Flink did not start: " + rootCause(e), e);
    }
  }

  /** An environment to build one job on, with the cluster's settings. */
  public StreamExecutionEnvironment newEnvironment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(settings));
  }

  /**
   * Submits the job that was built on an environment, from its newest retained checkpoint if it has
   * one; {@link #awaitRunning} tells when its tasks run.
   *
   * @param name names the job in the UI and gives it its id
   * @throws IOException with the root cause, if it is not accepted within the deadline
   */
  public JobID submit(StreamExecutionEnvironment environment, String name, Duration deadline)
      throws IOException, InterruptedException {
    JobID job = jobId(name);
    submit(environment, name, job, newestCheckpoint(job), deadline);
    return job;
  }

  /**
   * Submits a job under an id that this cluster has not seen.
   *
   * @param from checkpoint or savepoint that it goes on from, and owns from then on
   * @throws IOException with the root cause, if it is not accepted within the deadline
   */
  public void submit(
      StreamExecutionEnvironment environment,
      String name,
      JobID job,
      Optional<String> from,
      Duration deadline)
      throws IOException, InterruptedException {
    var streamGraph = environment.getStreamGraph();
    streamGraph.setJobName(name);
    JobGraph graph = streamGraph.getJobGraph(FlinkCluster.class.getClassLoader(), job);
    if (from.isPresent()) {
      LOG.info("{} goes on from {}", name, from.get());
      // Claimed, so that Flink deletes it when newer ones have replaced it.
      graph.setSavepointRestoreSettings(
          SavepointRestoreSettings.forPath(from.get(), false, RecoveryClaimMode.CLAIM));
    }
    try {
      await(cluster.submitJob(graph), deadline);
    } catch (ExecutionException e) {
      throw new IOException("Job %s was refused: %s".formatted(name, rootCause(e)), e);
    } catch (TimeoutException e) {
      throw new IOException("Job %s was not accepted within %s".formatted(name, deadline), e);
    }
  }

  /** Where the newest retained checkpoint of a job is. */
  public Optional<String> newestCheckpoint(JobID job) throws IOException {
    return RetainedCheckpoints.newest(directory, job).map(path -> path.toUri().toString());
  }

  /** Cancels jobs, and returns when all of them have ended. */
  public void cancel(JobID... jobs) throws IOException, InterruptedException {
    for (JobID job : jobs) {
      call("cancel " + job, cluster.cancelJob(job));
    }
    for (JobID job : jobs) {
      call("cancel " + job, cluster.requestJobResult(job));
    }
  }

  /** Stops a job with a savepoint, and returns where that is once the job has ended. */
  public String stopWithSavepoint(JobID job) throws IOException, InterruptedException {
    String savepoints = directory.resolve("savepoints").toUri().toString();
    String savepoint =
        call(
            "stop " + job,
            cluster.stopWithSavepoint(job, savepoints, false, SavepointFormatType.CANONICAL));
    call("stop " + job, cluster.requestJobResult(job));
    return savepoint;
  }

  /** Ends the task manager under its tasks, without a checkpoint. */
  public synchronized void killTaskManager() throws IOException, InterruptedException {
    call("end its task manager", cluster.terminateTaskManager(TASK_MANAGER));
    EndedTaskManagers.forget(cluster);
  }

  /**
   * Starts a task manager in place of the one that was killed, once that has given back the ports
   * of queryable state: without them Flink would go on, log an error and serve no state.
   */
  public synchronized void startTaskManager() throws IOException, InterruptedException {
    for (int port : List.of(ports.stateServer(), ports.stateProxy())) {
      awaitFree(port);
    }
    try {
      cluster.startTaskManager();
    } catch (Exception e) {
      throw new IOException("Flink started no task manager: " + rootCause(e), e);
    }
  }

  private static void awaitFree(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + CALL.toNanos();
    while (!Ports.isFree(port)) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "Flink started no task manager: port %d is still held after %s".formatted(port, CALL));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static <T> T call(String what, CompletableFuture<T> answer)
      throws IOException, InterruptedException {
    try {
      return await(answer, CALL);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Flink did not %s: %s".formatted(what, rootCause(e)), e);
    }
  }

  /** The same name gives the same id in every run: that is how its checkpoints are found. */
  static JobID jobId(String name) {
    UUID hash = UUID.nameUUIDFromBytes(("imgsrch/" + name).getBytes(StandardCharsets.UTF_8));
    return new JobID(hash.getLeastSignificantBits(), hash.getMostSignificantBits());
  }

  /**
   * Returns when all tasks of a submitted job run.
   *
   * @throws IOException with the root cause, if they do not within the deadline
   */
  public void awaitRunning(JobID job, Duration deadline) throws IOException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    AccessExecutionGraph graph;
    do {
      graph = graph(job);
      if (allRun(graph)) {
        return;
      }
      Thread.sleep(POLL_MILLIS);
    } while (!graph.getState().isTerminalState() && System.nanoTime() < end);
    ErrorInfo failure = graph.getFailureInfo();
    throw new IOException(
        "Job %s is %s and not running after %s%s"
            .formatted(
                graph.getJobName(),
                graph.getState(),
                deadline,
                failure == null
                    ? ": are there enough slots?"
                    : ": " + rootCause(failure.getException())));
  }

  private AccessExecutionGraph graph(JobID job) throws IOException, InterruptedException {
    try {
      return await(cluster.getExecutionGraph(job), CALL);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Flink did not tell the state of job " + job, e);
    }
  }

  private static boolean allRun(AccessExecutionGraph graph) {
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    for (var vertex : graph.getAllExecutionVertices()) {
      ExecutionState state = vertex.getExecutionState();
      if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
        return false;
      }
    }
    return true;
  }

  /** The state of a job that was submitted. */
  public JobStatus status(JobID job) throws IOException, InterruptedException {
    return graph(job).getState();
  }

  /**
   * Takes a last checkpoint of every job, cancels them and ends the cluster; again does nothing.
   * Without that checkpoint the next run repeats more, and loses nothing.
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Closing.run(this::end);
  }

  private void end() throws IOException, InterruptedException {
    try {
      if (cluster.isRunning()) {
        endJobs();
      }
      await(cluster.closeAsync(), CALL);
      Directories.delete(directory.resolve("tmp"));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Flink did not end in order: " + rootCause(e), e);
    }
  }

  private void endJobs() throws InterruptedException, ExecutionException, TimeoutException {
    var jobs =
        await(cluster.listJobs(), CALL).stream()
            .filter(job -> !job.getJobState().isGloballyTerminalState())
            .toList();
    var checkpoints = new LinkedHashMap<String, CompletableFuture<?>>();
    for (var job : jobs) {
      if (job.getJobState() == JobStatus.RUNNING) {
        checkpoints.put(
            job.getJobName(), cluster.triggerCheckpoint(job.getJobId(), CheckpointType.CONFIGURED));
      }
    }
    for (var checkpoint : checkpoints.entrySet()) {
      try {
        await(checkpoint.getValue(), CALL);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("{} ends without a last checkpoint: {}", checkpoint.getKey(), rootCause(e));
      }
    }
    for (var job : jobs) {
      await(cluster.cancelJob(job.getJobId()), CALL);
    }
    for (var job : jobs) {
      await(cluster.requestJobResult(job.getJobId()), CALL);
    }
  }

  private static <T> T await(CompletableFuture<T> answer, Duration deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
