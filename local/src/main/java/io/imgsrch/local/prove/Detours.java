package io.imgsrch.local.prove;

import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.local.fault.Disturbance;
import io.imgsrch.local.fault.FaultProxy;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A fault proxy before each server that the jobs talk to. */
public final class Detours implements AutoCloseable {
  private static final String ORIGIN = "proof";

  private final Ports ports;
  private final Deque<FaultProxy> open = new ArrayDeque<>();
  private final FaultProxy kafka;
  private final FaultProxy postgres;
  private final FaultProxy pictures;
  private final Optional<FaultProxy> milvus;

  private Detours(Ports ports, boolean ownMilvus) throws IOException {
    this.ports = ports;
    try {
      kafka = open("Kafka", ports.kafka());
      postgres = open("PostgreSQL", ports.postgres());
      pictures = open("the picture host", ports.pictures());
      milvus = ownMilvus ? Optional.of(open("Milvus", ports.milvus())) : Optional.empty();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens the proxies; the servers need not be there yet.
   *
   * @param ownMilvus whether Milvus is one of the servers; one that runs elsewhere is reached
   *     directly
   */
  public static Detours open(Ports ports, boolean ownMilvus) throws IOException {
    return new Detours(ports, ownMilvus);
  }

  private FaultProxy open(String name, int port) throws IOException {
    var proxy = FaultProxy.open(name, port);
    open.push(proxy);
    return proxy;
  }

  /** The plan, with a Kafka that names the proxy to its clients. */
  public Servers.Plan plan(Servers.Plan plan) {
    return plan.kafkaSeenAt(kafka.port());
  }

  /** The jobs' settings, with the proxies' addresses; what comes back is soon tried again. */
  public Settings settings(Settings jobs) {
    var hosts = String.join(",", jobs.get(FetchOptions.ALLOWED_HOSTS));
    var url = jobs.get(PostgresOptions.URL);
    var settings =
        jobs.with(KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:" + kafka.port(), ORIGIN)
            .with(FetchOptions.ALLOWED_HOSTS, hosts + "," + pictureHost(), ORIGIN)
            .with(
                PostgresOptions.URL,
                url.replace(":" + ports.postgres() + "/", ":" + postgres.port() + "/"),
                ORIGIN)
            .with(ReliabilityOptions.INIT_MAX_RETRIES, "20", ORIGIN)
            .with(ReliabilityOptions.INIT_MAX_DELAY, "2", ORIGIN);
    return milvus
        .map(
            proxy ->
                settings.with(MilvusOptions.ADDRESS, "http://127.0.0.1:" + proxy.port(), ORIGIN))
        .orElse(settings);
  }

  /** Where events say that their pictures are, as host:port. */
  String pictureHost() {
    return "127.0.0.1:" + pictures.port();
  }

  FaultProxy kafka() {
    return kafka;
  }

  FaultProxy postgres() {
    return postgres;
  }

  FaultProxy pictures() {
    return pictures;
  }

  Optional<FaultProxy> milvus() {
    return milvus;
  }

  /** Ends every disturbance. */
  void calm() throws IOException {
    for (var proxy : open) {
      proxy.set(Disturbance.NONE);
    }
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
