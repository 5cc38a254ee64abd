package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.queryablestate.client.QueryableStateClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("paired")
// Flink deprecates its client for queryable state, and offers nothing in its place.
@SuppressWarnings("deprecation")
class FlinkClusterIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String COUNT = "count";
  private static final long ONE_NETWORK_THREAD = 16 << 20;

  private final Ports ports = TestPorts.draw();

  @TempDir Path directory;

  @Test
  void aJobGoesOnFromItsLastCheckpointAndIsSeenFromOutside() throws Exception {
    JobID first;
    try (FlinkCluster cluster = start()) {
      first = submit(cluster);
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(metric("restored_count")).isGreaterThan(10));
      assertThat(metric("restored_from")).isZero();
      assertThat(get(ports.flink(), "/jobs/overview")).contains("\"counts\"", "RUNNING");
      assertThat(get(ports.flink(), "/")).contains("Apache Flink Web Dashboard");
    }
    assertThat(RetainedCheckpoints.newest(directory, first)).isPresent();
    try (FlinkCluster cluster = start()) {
      JobID second = submit(cluster);
      assertThat(second).isEqualTo(first);
      assertThat(cluster.status(second)).isEqualTo(JobStatus.RUNNING);
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(metric("restored_from")).isGreaterThan(10));
    }
    assertThat(directory.resolve("tmp")).doesNotExist();
  }

  @Test
  void aJobThatCannotRunSaysWhy() throws Exception {
    try (FlinkCluster cluster = start()) {
      StreamExecutionEnvironment environment = cluster.newEnvironment();
      environment
          .fromSource(new NumberSequenceSource(1, 10), WatermarkStrategy.noWatermarks(), "numbers")
          .uid("numbers")
          .map(new Broken())
          .uid("fail")
          .sinkTo(new DiscardingSink<>())
          .uid("discard");
      environment.configure(Configuration.fromMap(Map.of("restart-strategy.type", "none")));
      JobID broken = cluster.submit(environment, "broken", DEADLINE);
      assertThatThrownBy(() -> cluster.awaitRunning(broken, DEADLINE))
          .hasMessageContaining("broken")
          .hasMessageContaining("no table called offers");
    }
  }

  @Test
  void aTaskManagerThatEndedGivesItsDirectMemoryBack() throws Exception {
    var state = new QueryableStateClient("127.0.0.1", ports.stateProxy());
    var soon = Map.of(TaskManagerOptions.REGISTRATION_TIMEOUT.key(), "5 s");
    try (var cluster = FlinkCluster.start(directory, ports, 2, Duration.ofSeconds(1), soon)) {
      state.setExecutionConfig(new ExecutionConfig());
      JobID job = submit(cluster);
      await().atMost(DEADLINE).ignoreExceptions().until(() -> read(state, job) > 0);
      long before = direct().getMemoryUsed();
      for (int kill = 0; kill < 4; kill++) {
        cluster.killTaskManager();
        cluster.startTaskManager();
        cluster.awaitRunning(job, DEADLINE);
        await().atMost(DEADLINE).ignoreExceptions().until(() -> read(state, job) > 0);
      }
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(direct().getMemoryUsed()).isLessThan(before + ONE_NETWORK_THREAD);
              });
    } finally {
      state.shutdownAndWait();
    }
  }

  private static long read(QueryableStateClient state, JobID job) throws Exception {
    return state
        .getKvState(job, COUNT, "one", Types.STRING, new ValueStateDescriptor<>(COUNT, Types.LONG))
        .get(1, TimeUnit.SECONDS)
        .value();
  }

  private static BufferPoolMXBean direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .findFirst()
        .orElseThrow();
  }

  private FlinkCluster start() throws Exception {
    return FlinkCluster.start(directory, ports, 2, Duration.ofSeconds(1));
  }

  private static JobID submit(FlinkCluster cluster) throws Exception {
    StreamExecutionEnvironment environment = cluster.newEnvironment();
    environment.setParallelism(1);
    environment
        .fromSource(
            new DataGeneratorSource<>(
                index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(200), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> "one")
        .process(new Count())
        .uid("count")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
    JobID job = cluster.submit(environment, "counts", DEADLINE);
    cluster.awaitRunning(job, DEADLINE);
    return job;
  }

  private long metric(String name) throws Exception {
    return get(ports.metrics(), "/metrics")
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains("_" + name + "{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static String get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static final class Broken extends RichMapFunction<Long, Long> {
    @Override
    public void open(OpenContext context) {
      throw new IllegalStateException("no table called offers");
    }

    @Override
    public Long map(Long number) {
      return number;
    }
  }

  /** Counts in keyed state, and shows what it found there at first. */
  private static final class Count extends KeyedProcessFunction<String, Long, Long> {
    private transient ValueState<Long> count;
    private transient Counter from;
    private transient Counter now;

    @Override
    public void open(OpenContext context) {
      var descriptor = new ValueStateDescriptor<>(COUNT, Types.LONG);
      descriptor.setQueryable(COUNT);
      count = getRuntimeContext().getState(descriptor);
      from = getRuntimeContext().getMetricGroup().counter("restored_from");
      now = getRuntimeContext().getMetricGroup().counter("restored_count");
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      Long before = count.value();
      if (now.getCount() == 0 && before != null) {
        from.inc(before);
      }
      now.inc();
      count.update(before == null ? 1 : before + 1);
    }
  }
}
