package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.operators.validity.ValidityState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.awaitility.Awaitility;

/** A cluster that runs jobs under the real ones' names, with state of their names and types. */
final class StateCluster implements AutoCloseable {
  final int proxyPort = freePort();
  private final Configuration configuration = new Configuration();
  private final MiniCluster cluster;

  StateCluster() throws Exception {
    configuration.setString("rest.port", Integer.toString(freePort()));
    configuration.setString("rest.address", "127.0.0.1");
    configuration.setString("queryable-state.enable", "true");
    configuration.setString("queryable-state.proxy.ports", Integer.toString(proxyPort));
    configuration.setString("queryable-state.server.ports", Integer.toString(freePort()));
    configuration.setString("state.backend.type", "rocksdb");
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("taskmanager.memory.task.off-heap.size", "256m");
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
  }

  URI rest() {
    return cluster.getRestAddress().join();
  }

  /** Runs a validity job; the title of its offers tells one run from another. */
  JobID runValidity(String title) throws Exception {
    return run(ValidityState.JOB_NAME, HoldOffers::key, new HoldOffers(title));
  }

  JobID runIndex() throws Exception {
    return run(RegistryState.JOB_NAME, HoldStandings::key, new HoldStandings());
  }

  private JobID run(
      String name, KeySelector<Long, String> key, KeyedProcessFunction<String, Long, Void> holds)
      throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    var ticks =
        new DataGeneratorSource<Long>(
            i -> i, Long.MAX_VALUE, RateLimiterStrategy.perSecond(100), Types.LONG);
    env.fromSource(ticks, WatermarkStrategy.noWatermarks(), "ticks")
        .keyBy(key, Types.STRING)
        .process(holds)
        .returns(Types.VOID);
    var graph = env.getStreamGraph();
    graph.setJobName(name);
    var job = graph.getJobGraph();
    cluster.submitJob(job).join();
    Awaitility.await()
        .until(() -> cluster.getJobStatus(job.getJobID()).join() == JobStatus.RUNNING);
    return job.getJobID();
  }

  void cancel(JobID job) {
    cluster.cancelJob(job).join();
    Awaitility.await().until(() -> cluster.getJobStatus(job).join() == JobStatus.CANCELED);
    assertThat(cluster.getJobStatus(job).join()).isEqualTo(JobStatus.CANCELED);
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
