package io.imgsrch.local;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.ReadyWait;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import io.imgsrch.sinks.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The whole of imgsrch on one machine: the servers, the topics and the five jobs. */
public final class Platform implements AutoCloseable {
  /** Tasks of the index and validity jobs; the others have one each. */
  private static final int PARALLELISM = 2;

  /** What the five jobs need together. */
  public static final int SLOTS = 2 * PARALLELISM + 3;

  /** Of each topic. */
  static final int PARTITIONS = 4;

  private static final Duration TOPICS_DEADLINE = Duration.ofSeconds(20);
  private static final Duration READY_DEADLINE = Duration.ofSeconds(60);
  private static final String ORIGIN = "one-machine platform";

  private final Servers servers;
  private final RunningJobs jobs;
  private final Settings settings;

  private Platform(Servers servers, RunningJobs jobs, Settings settings) {
    this.servers = servers;
    this.jobs = jobs;
    this.settings = settings;
  }

  /**
   * Starts everything and returns when searches are answered.
   *
   * @param base settings; the addresses of the servers started here replace theirs
   * @throws IOException if a server or a job fails to start
   * @throws ClientException if the query job runs and does not become ready
   */
  public static Platform start(Servers.Plan plan, Settings base)
      throws IOException, ClientException, InterruptedException {
    return start(plan, base, settings -> settings);
  }

  /**
   * Starts everything, with detours on the way from the jobs to the servers.
   *
   * @param detours changes the jobs' settings last, such as addresses to those of proxies
   */
  public static Platform start(Servers.Plan plan, Settings base, UnaryOperator<Settings> detours)
      throws IOException, ClientException, InterruptedException {
    plan.say().accept("Starting Kafka, PostgreSQL, Milvus and Flink …");
    var servers = Servers.start(plan);
    try {
      var settings = detours.apply(settings(base, plan.ports(), servers));
      Topics.createMissing(settings, PARTITIONS, (short) 1, TOPICS_DEADLINE);
      plan.say().accept("Starting the jobs …");
      var jobs = RunningJobs.start(servers.flink(), settings, PARALLELISM);
      new ReadyWait(URI.create("http://127.0.0.1:" + plan.ports().api())).await(READY_DEADLINE);
      return new Platform(servers, jobs, settings);
    } catch (Throwable e) {
      servers.close();
      throw e;
    }
  }

  /** What jobs have to know of these servers, on top of what the user has set. */
  public static Settings settings(Settings base, Ports ports, Servers servers) {
    return base.with(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:" + ports.kafka(), ORIGIN)
        .with(FetchOptions.ALLOWED_HOSTS, allowedHosts(base, ports), ORIGIN)
        .with(MilvusOptions.ADDRESS, servers.milvusAddress(), ORIGIN)
        .with(PostgresOptions.URL, servers.postgres().jdbcUrl(), ORIGIN)
        .with(QueryOptions.BIND_HOST, "127.0.0.1", ORIGIN)
        .with(QueryOptions.PORT, Integer.toString(ports.api()), ORIGIN)
        .with(QueryOptions.PICTURE_URL, pictureUrl(ports), ORIGIN)
        .with(QueryOptions.DEMO_WRITES, "true", ORIGIN) // everything listens on loopback
        .with(QueryOptions.STATE_PROXIES, "127.0.0.1:" + ports.stateProxy(), ORIGIN)
        .with(QueryOptions.FLINK_REST, "http://127.0.0.1:" + ports.flink(), ORIGIN);
  }

  /** The picture host's addresses are the hashes that {@code image_pk} is made of. */
  private static String pictureUrl(Ports ports) {
    return "http://127.0.0.1:%d/pictures/%s".formatted(ports.pictures(), QueryOptions.IMAGE_PK);
  }

  /** The user's own hosts stay allowed beside the platform's. */
  private static String allowedHosts(Settings base, Ports ports) {
    var own = "127.0.0.1:" + ports.pictures();
    if (base.origin(FetchOptions.ALLOWED_HOSTS).equals(Settings.DEFAULT)) {
      return own;
    }
    return own + "," + String.join(",", base.get(FetchOptions.ALLOWED_HOSTS));
  }

  /** The servers, for whoever looks into them. */
  public Servers servers() {
    return servers;
  }

  /** The jobs, for whoever ends and restores them. */
  public RunningJobs jobs() {
    return jobs;
  }

  /** The settings that the jobs run with. */
  public Settings settings() {
    return settings;
  }

  /** Ends the jobs and the servers in order; again does nothing. */
  @Override
  public void close() {
    servers.close();
  }
}
