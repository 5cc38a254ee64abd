package io.imgsrch.local.server;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** Flink's configuration on one machine, for the cluster and for the jobs that it runs. */
final class FlinkSettings {
  private static final String LOOPBACK = "127.0.0.1";

  /** Two minutes for a checkpoint where one is taken every five seconds. */
  private static final int TIMEOUT_INTERVALS = 24;

  /** Of RocksDB, for a slot; taken as it is needed. */
  private static final MemorySize SLOT_MEMORY = MemorySize.ofMebiBytes(64);

  private FlinkSettings() {}

  static Configuration of(Path directory, Ports ports, int slots, Duration checkpointInterval) {
    Configuration settings = new Configuration();
    network(settings, ports);
    directories(settings, directory);
    jobs(settings, checkpointInterval);
    settings.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
    // The timer of it holds a task manager that has ended, and so its direct memory.
    settings.set(TaskManagerOptions.REGISTRATION_TIMEOUT, Duration.ofMinutes(1));
    // Queryable state is served from direct memory; without enough of it, calls hang.
    settings.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(256));
    rocksDb(settings, slots);
    settings.setString("queryable-state.enable", "true");
    settings.setString("queryable-state.proxy.ports", String.valueOf(ports.stateProxy()));
    settings.setString("queryable-state.server.ports", String.valueOf(ports.stateServer()));
    // Each network thread takes 16 MiB of direct memory. The proxy's own client has as many of them
    // as the proxy has threads for requests, which is one for each slot otherwise.
    settings.setString("queryable-state.proxy.network-threads", "1");
    settings.setString("queryable-state.proxy.query-threads", "2");
    settings.setString("queryable-state.server.network-threads", "1");
    settings.set(MetricOptions.REPORTERS_LIST, "prometheus");
    String reporter = "metrics.reporter.prometheus.";
    settings.setString(reporter + "factory.class", LoopbackPrometheusFactory.class.getName());
    settings.setString(reporter + "port", String.valueOf(ports.metrics()));
    return settings;
  }

  private static void rocksDb(Configuration settings, int slots) {
    settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, SLOT_MEMORY.multiply(slots));
    // Each state takes an eighth of it at once. Of the default, 64 MB, a few states would fill
    // what a slot has for writes, and each further write would flush one.
    settings.setString("state.backend.rocksdb.writebuffer.size", "8mb");
    // Most keys have no doubt, no stranger and nothing that waits.
    settings.setString("state.backend.rocksdb.use-bloom-filter", "true");
    // How many offers there are, where a state is older than their counting.
    settings.setString("state.backend.rocksdb.metrics.estimate-num-keys", "true");
  }

  private static void network(Configuration settings, Ports ports) {
    settings.set(RestOptions.ADDRESS, LOOPBACK);
    settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    settings.set(RestOptions.PORT, ports.flink());
    settings.set(RestOptions.BIND_PORT, String.valueOf(ports.flink()));
    settings.set(JobManagerOptions.ADDRESS, LOOPBACK);
    settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(TaskManagerOptions.HOST, LOOPBACK);
    settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(WebOptions.SUBMIT_ENABLE, false);
  }

  private static void directories(Configuration settings, Path directory) {
    String temporary = directory.resolve("tmp").toString();
    settings.set(CoreOptions.TMP_DIRS, temporary);
    settings.set(WebOptions.TMP_DIR, temporary);
    settings.set(BlobServerOptions.STORAGE_DIRECTORY, temporary);
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        RetainedCheckpoints.root(directory).toUri().toString());
    settings.set(
        CheckpointingOptions.SAVEPOINT_DIRECTORY,
        directory.resolve("savepoints").toUri().toString());
  }

  private static void jobs(Configuration settings, Duration checkpointInterval) {
    settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    settings.set(
        CheckpointingOptions.CHECKPOINTING_TIMEOUT,
        checkpointInterval.multipliedBy(TIMEOUT_INTERVALS));
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(500));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(5));
    // The default of an hour makes each failure pay for those before it.
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        Duration.ofSeconds(15));
  }
}
