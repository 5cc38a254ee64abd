package io.imgsrch.local.cli;

import io.imgsrch.config.Settings;
import io.imgsrch.local.Platform;
import io.imgsrch.local.server.Cache;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What one can say of the platform that a command starts. */
public final class PlatformOptions {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(5);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep everything in this directory; a later start finds it again.")
  private @Nullable Path data;

  @Option(
      names = "--milvus",
      paramLabel = "ADDRESS",
      description = "Use this Milvus, such as http://host:19530, instead of starting one.")
  private @Nullable String milvus;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as in config/production.yaml; addresses are the platform's own.")
  private @Nullable Path config;

  @Option(names = "--kafka-port", defaultValue = "19092", description = PORT)
  private int kafkaPort;

  @Option(names = "--postgres-port", defaultValue = "15432", description = PORT)
  private int postgresPort;

  @Option(names = "--milvus-port", defaultValue = "19530", description = PORT)
  private int milvusPort;

  @Option(names = "--flink-port", defaultValue = "18081", description = PORT)
  private int flinkPort;

  @Option(names = "--api-port", defaultValue = "18080", description = PORT)
  private int apiPort;

  @Option(names = "--pictures-port", defaultValue = "18082", description = PORT)
  private int picturesPort;

  @Option(names = "--metrics-port", defaultValue = "18249", description = PORT)
  private int metricsPort;

  @Option(names = "--state-proxy-port", defaultValue = "19069", description = PORT)
  private int stateProxyPort;

  @Option(names = "--state-server-port", defaultValue = "19067", description = PORT)
  private int stateServerPort;

  private static final String PORT = "Default: ${DEFAULT-VALUE}.";

  public Ports ports() {
    return new Ports(
        kafkaPort,
        postgresPort,
        milvusPort,
        flinkPort,
        apiPort,
        picturesPort,
        metricsPort,
        stateProxyPort,
        stateServerPort);
  }

  /** The directory of this run: the one named, or one that goes with the run. */
  public DataDirectory dataDirectory() {
    return data == null ? DataDirectory.temporary(Cache.ofUser()) : DataDirectory.kept(data);
  }

  /** Starts the platform; its progress is said on {@code out}. */
  Platform start(DataDirectory directory, PrintWriter out) throws Exception {
    return Platform.start(plan(directory, 0, out), settings());
  }

  /** What the platform starts. */
  public Servers.Plan plan(DataDirectory directory, int extraSlots, PrintWriter out) {
    return new Servers.Plan(
        Cache.ofUser(),
        directory,
        ports(),
        Optional.ofNullable(milvus),
        Platform.SLOTS + extraSlots,
        CHECKPOINT_INTERVAL,
        said -> {
          out.println(said);
          out.flush();
        });
  }

  /** What the user has set. */
  public Settings settings() {
    return Settings.load(config, System.getenv());
  }
}
