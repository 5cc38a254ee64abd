package io.imgsrch.operators.query.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Listing;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.Events;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.embed.Verdict;
import io.imgsrch.operators.registry.Decision;
import io.imgsrch.operators.registry.Registry;
import io.imgsrch.operators.registry.RegistryState;
import io.imgsrch.operators.validity.OfferUpdate;
import io.imgsrch.operators.validity.QueryableOffers;
import io.imgsrch.operators.validity.ValidityState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;

/** A cluster that runs jobs with the names and the state of those that the query job reads. */
final class StateCluster implements AutoCloseable {
  /** Offers of {@link #runOffers}. */
  static final int OFFERS = 200;

  /** Pictures that the index job knows. */
  static final String GOOD = "good";

  static final String BAD = "bad";

  static final Settings SETTINGS =
      Settings.of(List.of()).with(ReconcileOptions.TOPIC_PATIENCE, "0", "test");

  final int proxyPort = freePort();
  private final Configuration configuration = new Configuration();
  private final MiniCluster cluster;

  StateCluster() throws Exception {
    this(2);
  }

  /**
   * @param slots subtasks of one operator that may run, of all jobs together
   */
  StateCluster(int slots) throws Exception {
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
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
  }

  URI rest() {
    return cluster.getRestAddress().join();
  }

  /** Runs a stand-in of the validity job; the title of its offers tells one run from another. */
  JobID runValidity(String title) throws Exception {
    var env = environment();
    ticks(env)
        .keyBy(HoldOffers::key, Types.STRING)
        .process(new HoldOffers(title))
        .returns(Types.VOID);
    return submit(env, ValidityState.JOB_NAME);
  }

  /** Runs the validity job's own operator, with {@link #OFFERS} offers that change all the time. */
  JobID runOffers(String title, int parallelism) throws Exception {
    return runOffers(title, parallelism, SETTINGS);
  }

  /** As {@link #runOffers(String, int)}, with other settings. */
  JobID runOffers(String title, int parallelism, Settings settings) throws Exception {
    var env = environment();
    var listings = ticks(env, 2_000).map(tick -> listing(tick, title)).returns(Listing.class);
    var updates =
        ticks(env)
            .filter(tick -> false)
            .map(tick -> OfferUpdate.restate("none"))
            .returns(OfferUpdate.class);
    listings
        .connect(updates)
        .keyBy(Listing::key, OfferUpdate::productKey, Types.STRING)
        .transform("offers", TypeInformation.of(Offer.class), new QueryableOffers(settings))
        .setParallelism(parallelism);
    return submit(env, ValidityState.JOB_NAME);
  }

  private static Listing listing(long tick, String title) {
    return Events.listing(
        "p" + tick % OFFERS,
        new Revision(tick / OFFERS + 1, Revision.AVAILABLE, ""),
        Events.details(title, true),
        "image");
  }

  /** Runs the index job's registry; a product shows a good picture and a bad one. */
  JobID runIndex() throws Exception {
    var env = environment();
    var references =
        ticks(env)
            .map(tick -> Events.added(picture(tick), "1/p", tick))
            .returns(ImageReference.class);
    var decisions =
        ticks(env).map(tick -> Decision.of(verdict(picture(tick)))).returns(Decision.class);
    references
        .connect(decisions)
        .keyBy(ImageReference::imagePk, Decision::imagePk, Types.STRING)
        .process(new Registry(SETTINGS));
    return submit(env, RegistryState.JOB_NAME);
  }

  private static String picture(long tick) {
    return tick % 2 == 0 ? GOOD : BAD;
  }

  private static Verdict verdict(String picture) {
    var imagePk = Events.imagePk(picture);
    return picture.equals(GOOD)
        ? new Verdict(
            imagePk, new ImageVector(imagePk, "model", new float[] {1}, 2, 3, "trace"), null, "")
        : new Verdict(imagePk, null, Reason.BROKEN_PICTURE, "cut short");
  }

  private StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);
  }

  private static DataStream<Long> ticks(StreamExecutionEnvironment env) {
    return ticks(env, 100);
  }

  private static DataStream<Long> ticks(StreamExecutionEnvironment env, int perSecond) {
    var ticks =
        new DataGeneratorSource<Long>(
            i -> i, Long.MAX_VALUE, RateLimiterStrategy.perSecond(perSecond), Types.LONG);
    return env.fromSource(ticks, WatermarkStrategy.noWatermarks(), "ticks");
  }

  private JobID submit(StreamExecutionEnvironment env, String name) throws Exception {
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
