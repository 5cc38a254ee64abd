package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.server.BenchServers;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.ReadyWait;
import io.imgsrch.local.server.FlinkCluster;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * The servers, and of our jobs the two that a search needs: the validity job with its state, and
 * the query job. What the index job would write, the benchmark writes.
 */
public final class BenchPlatform implements AutoCloseable {
  private static final int PARALLELISM = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final String ORIGIN = "benchmark";

  private final BenchServers servers;
  private final Settings settings;
  private final Ports ports;

  private BenchPlatform(BenchServers servers, Settings settings, Ports ports) {
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
    var servers = BenchServers.start(plan, base);
    try {
      var settings = settings(servers.settings(), vectorMegabytes);
      startJobs(servers.servers().flink(), settings);
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

  /** Hits of the others have no addresses of pictures either. */
  private static Settings settings(Settings platform, int vectorMegabytes) {
    return platform
        .with(QueryOptions.RESIDENT_VECTORS_MB, Integer.toString(vectorMegabytes), ORIGIN)
        .with(QueryOptions.PICTURE_URL, "", ORIGIN)
        .with(QueryOptions.DEMO_WRITES, "false", ORIGIN);
  }

  /** The settings that the jobs run with. */
  public Settings settings() {
    return settings;
  }

  public Servers servers() {
    return servers.servers();
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
