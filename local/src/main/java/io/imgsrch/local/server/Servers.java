package io.imgsrch.local.server;

import io.imgsrch.local.server.OpenServers.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Everything that the platform runs on, started together: if one server fails to start, those that
 * did are closed again. Jobs are the caller's to add.
 */
public final class Servers implements AutoCloseable {
  /** Bytes for all servers and a catalogue of about 100,000 pictures. */
  private static final long MEMORY = 2L << 30;

  /** Long enough to fetch Milvus over a slow line. */
  private static final Duration START = Duration.ofMinutes(15);

  /**
   * What to start, and where.
   *
   * @param data closed by the caller, after the servers
   * @param milvus the address of a Milvus that runs elsewhere; if empty, one is started here
   * @param slots of the Flink cluster
   * @param checkpointInterval of the jobs
   * @param say told what takes long, in words for the user, from any thread
   * @param kafkaSeenAt the port that Kafka names to its clients: its own, or a proxy's before it
   * @param flink settings of Flink, by its own names, that replace the platform's
   */
  public record Plan(
      Cache cache,
      DataDirectory data,
      Ports ports,
      Optional<String> milvus,
      int slots,
      Duration checkpointInterval,
      Consumer<String> say,
      int kafkaSeenAt,
      Map<String, String> flink) {

    /** A plan of which every server is reached where it is, and Flink set as the platform does. */
    public Plan(
        Cache cache,
        DataDirectory data,
        Ports ports,
        Optional<String> milvus,
        int slots,
        Duration checkpointInterval,
        Consumer<String> say) {
      this(cache, data, ports, milvus, slots, checkpointInterval, say, ports.kafka(), Map.of());
    }

    /** The same plan, with Flink set otherwise, by its own names. */
    public Plan flink(Map<String, String> settings) {
      return new Plan(
          cache, data, ports, milvus, slots, checkpointInterval, say, kafkaSeenAt, settings);
    }

    /** The same plan, with a proxy before Kafka. */
    public Plan kafkaSeenAt(int port) {
      return new Plan(cache, data, ports, milvus, slots, checkpointInterval, say, port, flink);
    }
  }

  private final OpenServers open;
  private final KafkaBroker kafka;
  private final PostgresServer postgres;
  private final Milvus milvus;
  private final PictureHost pictures;
  private final FlinkCluster flink;

  /** Where Milvus is, and the server if it is ours. */
  private record Milvus(String address, Optional<MilvusServer> own) {}

  private Servers(
      OpenServers open,
      KafkaBroker kafka,
      PostgresServer postgres,
      Milvus milvus,
      PictureHost pictures,
      FlinkCluster flink) {
    this.open = open;
    this.kafka = kafka;
    this.postgres = postgres;
    this.milvus = milvus;
    this.pictures = pictures;
    this.flink = flink;
  }

  /**
   * Starts the servers and returns when all of them answer.
   *
   * @throws PlatformException if the user can do something about it: a port in use, too little
   *     memory, no python3
   * @throws IOException if a server fails for another reason; its log is in the data directory
   */
  public static Servers start(Plan plan) throws IOException, InterruptedException {
    Memory.require(MEMORY);
    OpenServers open = new OpenServers();
    try {
      return start(plan, open);
    } catch (Throwable e) {
      Closing.after(e, open::close);
      throw e;
    }
  }

  private static Servers start(Plan plan, OpenServers open)
      throws IOException, InterruptedException {
    DataDirectory data = plan.data();
    Ports ports = plan.ports();
    Files.createDirectories(data.logs());
    Guardian guardian = open.add(Kind.GUARDIAN, Guardian.start(data.root()));
    ports.requireFree(plan.milvus().isEmpty());

    ParallelStart start = new ParallelStart();
    Future<Milvus> milvus = start.begin(() -> milvus(plan, guardian, open));
    Future<KafkaBroker> kafka =
        start.begin(
            () ->
                open.add(
                    Kind.KAFKA,
                    KafkaBroker.start(data.kafka(), ports.kafka(), plan.kafkaSeenAt())));
    Future<PostgresServer> postgres = start.begin(() -> postgres(plan, guardian, open));
    Future<PictureHost> pictures =
        start.begin(
            () -> open.add(Kind.PICTURES, PictureHost.start(data.pictures(), ports.pictures())));
    // Flink prints what it thinks of an interrupt, so it starts where none of the others ends it.
    FlinkCluster flink = flink(plan, open);
    start.await(START);
    return new Servers(
        open,
        ParallelStart.result(kafka),
        ParallelStart.result(postgres),
        ParallelStart.result(milvus),
        ParallelStart.result(pictures),
        flink);
  }

  private static Milvus milvus(Plan plan, Guardian guardian, OpenServers open)
      throws IOException, InterruptedException {
    if (plan.milvus().isPresent()) {
      return new Milvus(plan.milvus().get(), Optional.empty());
    }
    MilvusServer own =
        open.add(
            Kind.MILVUS,
            MilvusServer.start(
                plan.cache(),
                plan.data().milvus(),
                plan.ports().milvus(),
                plan.data().logs().resolve("milvus.log"),
                guardian,
                plan.say()));
    return new Milvus(own.address(), Optional.of(own));
  }

  private static PostgresServer postgres(Plan plan, Guardian guardian, OpenServers open)
      throws IOException, InterruptedException {
    return open.add(
        Kind.POSTGRES,
        PostgresServer.start(
            plan.cache(),
            plan.data().postgres(),
            plan.ports().postgres(),
            plan.data().logs().resolve("postgres.log"),
            guardian));
  }

  private static FlinkCluster flink(Plan plan, OpenServers open)
      throws IOException, InterruptedException {
    return open.add(
        Kind.FLINK,
        FlinkCluster.start(
            plan.data().flink(),
            plan.ports(),
            plan.slots(),
            plan.checkpointInterval(),
            plan.flink()));
  }

  public KafkaBroker kafka() {
    return kafka;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  /** The address of Milvus for its clients, ours or the one of the plan. */
  public String milvusAddress() {
    return milvus.address();
  }

  /** The Milvus that was started here; empty if the plan names another. */
  public Optional<MilvusServer> milvus() {
    return milvus.own();
  }

  public PictureHost pictures() {
    return pictures;
  }

  public FlinkCluster flink() {
    return flink;
  }

  /** Ends all of them in order; again does nothing. */
  @Override
  public void close() {
    open.close();
  }
}
