package io.imgsrch.bench.server;

import io.imgsrch.config.Settings;
import io.imgsrch.local.Platform;
import io.imgsrch.local.server.Servers;
import io.imgsrch.sinks.kafka.Topics;
import java.io.IOException;
import java.time.Duration;

/**
 * The servers of the platform with its topics; of its jobs a benchmark starts those it measures.
 */
public final class BenchServers implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final Servers servers;
  private final Settings settings;

  private BenchServers(Servers servers, Settings settings) {
    this.servers = servers;
    this.settings = settings;
  }

  /**
   * Starts them, and returns when there are topics to write to.
   *
   * @param base settings; the addresses of the servers started here replace theirs
   */
  public static BenchServers start(Servers.Plan plan, Settings base)
      throws IOException, InterruptedException {
    plan.say().accept("Starting Kafka, PostgreSQL, Milvus and Flink …");
    var servers = Servers.start(plan);
    try {
      var settings = Platform.settings(base, plan.ports(), servers);
      Topics.createMissing(settings, PARTITIONS, (short) 1, DEADLINE);
      return new BenchServers(servers, settings);
    } catch (Throwable e) {
      servers.close();
      throw e;
    }
  }

  public Servers servers() {
    return servers;
  }

  /** The settings that jobs run with here. */
  public Settings settings() {
    return settings;
  }

  /** Ends jobs and servers in order; again does nothing. */
  @Override
  public void close() {
    servers.close();
  }
}
