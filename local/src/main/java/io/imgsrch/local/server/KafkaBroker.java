package io.imgsrch.local.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** One Kafka node, broker and controller, in this process and on loopback. */
public final class KafkaBroker implements AutoCloseable {
  private static final int NODE = 1;
  private static final String CLUSTER = "aW1nc3JjaC1sb2NhbA";
  private static final String CONTROLLER = "CONTROLLER";

  /** Events are at most 8 MiB; their headers and the framing of a batch need room beside them. */
  private static final int MAX_MESSAGE_BYTES = (8 << 20) + (64 << 10);

  private final Path data;
  private final int port;
  private final int advertisedPort;
  private @Nullable KafkaRaftServer server;

  private KafkaBroker(Path data, int port, int advertisedPort) {
    this.data = data;
    this.port = port;
    this.advertisedPort = advertisedPort;
  }

  /** Starts a node over a data directory, new or kept; it serves when this returns. */
  static KafkaBroker start(Path data, int port) throws IOException {
    return start(data, port, port);
  }

  /**
   * Starts a node that names another port to its clients than its own: that of a proxy before it.
   */
  static KafkaBroker start(Path data, int port, int advertisedPort) throws IOException {
    Files.createDirectories(data);
    format(data);
    KafkaBroker broker = new KafkaBroker(data, port, advertisedPort);
    broker.start();
    return broker;
  }

  /** Starts a node that was closed, over the same data and at the same address. */
  public synchronized void start() {
    if (server != null) {
      throw new IllegalStateException("Kafka runs already");
    }
    KafkaRaftServer starting =
        new KafkaRaftServer(
            new KafkaConfig(properties(data, port, advertisedPort), false), Time.SYSTEM);
    server = starting;
    try {
      starting.startup();
    } catch (Throwable e) {
      Closing.after(e, this);
      throw e;
    }
  }

  private static void format(Path data) throws IOException {
    Formatter formatter =
        new Formatter()
            .setClusterId(CLUSTER)
            .setNodeId(NODE)
            .addDirectory(data.toString())
            .setMetadataLogDirectory(data.toString())
            .setControllerListenerName(CONTROLLER)
            .setReleaseVersion(MetadataVersion.latestProduction())
            .setIgnoreFormatted(true)
            .setPrintStream(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IOException("Kafka's directory %s cannot be formatted".formatted(data), e);
    }
  }

  private static Map<String, String> properties(Path data, int port, int advertisedPort) {
    int controllerPort = FreePorts.draw(1).get(0);
    String listener = "PLAINTEXT://127.0.0.1:" + port;
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", String.valueOf(NODE));
    properties.put("log.dirs", data.toString());
    properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    properties.put("controller.listener.names", CONTROLLER);
    properties.put("listeners", listener + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + advertisedPort);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("auto.create.topics.enable", "false");
    properties.put("log.message.timestamp.type", "LogAppendTime");
    properties.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    properties.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    for (String internal : new String[] {"offsets.topic", "share.coordinator.state.topic"}) {
      properties.put(internal + ".num.partitions", "4");
      properties.put(internal + ".replication.factor", "1");
    }
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    // The default takes 128 MiB of the heap that Flink shares.
    properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
    return properties;
  }

  /** The address for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Ends the node and waits for it; again does nothing. */
  @Override
  public synchronized void close() {
    if (server == null) {
      return;
    }
    KafkaRaftServer ending = server;
    server = null;
    ending.shutdown();
    ending.awaitShutdown();
  }
}
