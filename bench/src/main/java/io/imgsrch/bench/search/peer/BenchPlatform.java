package io.imgsrch.bench.search.peer;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.ReadyWait;
import io.imgsrch.local.server.FlinkCluster;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import io.imgsrch.sinks.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * The servers, and of our jobs the two that a search needs: the validity job with its state, and
 * the query job. What the index job would write, the benchmark writes.
 */
public final class BenchPlatform implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final String ORIGIN = "benchmark";

  private final Servers servers;
  private final Settings settings;
  private final Ports ports;

  private BenchPlatform(Servers servers, Settings settings, Ports ports) {
    this.servers = servers;
    this.settings = settings;
    this.ports = ports;
  }

  /**
   * Starts everything and returns when searches are answered.
   *
   * @param vectorMegabytes what vectors may occupy in the query server
   */
  public static BenchPlatform start(Servers.Plan plan, Settings base, int vectorMegabytes)
      throws IOException, ClientException, InterruptedException {
    plan.say().accept("Starting Kafka, PostgreSQL, Milvus and Flink …");
    var servers = Servers.start(plan);
    try {
      var settings = settings(base, plan.ports(), servers, vectorMegabytes);
      Topics.createMissing(settings, PARTITIONS, (short) 1, DEADLINE);
      startJobs(servers.flink(), settings);
      var platform = new BenchPlatform(servers, settings, plan.ports());
      new ReadyWait(platform.api()).await(DEADLINE);
      return platform;
    } catch (Throwable e) {
      servers.close();
      throw e;
    }
  }

  private static void startJobs(FlinkCluster flink, Settings settings)
      throws IOException, InterruptedException {
    var validity = flink.newEnvironment();
    validity.setParallelism(PARALLELISM);
    Job.VALIDITY.define(validity, settings);
    var validityJob = flink.submit(validity, Job.VALIDITY.jobName(), DEADLINE);
    var query = flink.newEnvironment();
    query.setParallelism(1);
    Job.defineQuery(
        query,
        settings,
        production -> production.withValidity(PageCheck.over(production.validity())));
    var queryJob = flink.submit(query, Job.QUERY.jobName(), DEADLINE);
    flink.awaitRunning(validityJob, DEADLINE);
    flink.awaitRunning(queryJob, DEADLINE);
  }

  private static Settings settings(
      Settings base, Ports ports, Servers servers, int vectorMegabytes) {
    return base.with(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:" + ports.kafka(), ORIGIN)
        .with(MilvusOptions.ADDRESS, servers.milvusAddress(), ORIGIN)
        .with(QueryOptions.BIND_HOST, "127.0.0.1", ORIGIN)
        .with(QueryOptions.PORT, Integer.toString(ports.api()), ORIGIN)
        .with(QueryOptions.RESIDENT_VECTORS_MB, Integer.toString(vectorMegabytes), ORIGIN)
        .with(QueryOptions.STATE_PROXIES, "127.0.0.1:" + ports.stateProxy(), ORIGIN)
        .with(QueryOptions.FLINK_REST, "http://127.0.0.1:" + ports.flink(), ORIGIN);
  }

  /** The settings that the jobs run with. */
  public Settings settings() {
    return settings;
  }

  public Servers servers() {
    return servers;
  }

  /** Where the query API is. */
  URI api() {
    return URI.create("http://127.0.0.1:" + ports.api());
  }

  /** Where the jobs' metrics are. */
  URI metrics() {
    return URI.create("http://127.0.0.1:" + ports.metrics());
  }

  /** Ends the jobs and the servers in order; again does nothing. */
  @Override
  public void close() {
    servers.close();
  }
}
