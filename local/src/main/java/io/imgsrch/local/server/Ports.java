package io.imgsrch.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The TCP ports of the platform, all of them on this machine. */
public record Ports(
    int kafka,
    int postgres,
    int milvus,
    int flink,
    int api,
    int pictures,
    int metrics,
    int stateProxy,
    int stateServer) {

  public static final Ports DEFAULTS =
      new Ports(19092, 15432, 19530, 18081, 18080, 18082, 18249, 19069, 19067);

  private record Use(int port, String server, String option) {}

  /**
   * Refuses a port that is out of range, named twice, or held by another process.
   *
   * @param ownMilvus whether Milvus is started here; the port of one that runs elsewhere is not
   *     ours
   * @throws PlatformException naming the port, the server that wanted it and its option
   */
  public void requireFree(boolean ownMilvus) {
    Map<Integer, Use> seen = new HashMap<>();
    for (Use use : uses(ownMilvus)) {
      if (use.port < 1 || use.port > 65535) {
        throw new PlatformException(
            "Port %d of %s is not between 1 and 65535: choose another with %s."
                .formatted(use.port, use.server, use.option));
      }
      Use other = seen.put(use.port, use);
      if (other != null) {
        throw new PlatformException(
            "%s and %s both want port %d: change one of them with %s or %s."
                .formatted(other.server, use.server, use.port, other.option, use.option));
      }
      if (!isFree(use.port)) {
        throw new PlatformException(
            "Port %d, which %s wants, is in use: end the program that holds it or choose another port with %s."
                .formatted(use.port, use.server, use.option));
      }
    }
  }

  private List<Use> uses(boolean ownMilvus) {
    List<Use> uses = new ArrayList<>();
    if (ownMilvus) {
      uses.add(new Use(milvus, "Milvus", "--milvus-port"));
    }
    uses.addAll(
        List.of(
            new Use(kafka, "Kafka", "--kafka-port"),
            new Use(postgres, "PostgreSQL", "--postgres-port"),
            new Use(flink, "the Flink web UI", "--flink-port"),
            new Use(api, "the query API", "--api-port"),
            new Use(pictures, "the picture host", "--pictures-port"),
            new Use(metrics, "the Prometheus endpoint", "--metrics-port"),
            new Use(stateProxy, "the queryable-state proxy", "--state-proxy-port"),
            new Use(stateServer, "the queryable-state server", "--state-server-port")));
    return uses;
  }

  /** Both binds are needed: some systems let a loopback socket shadow one on all interfaces. */
  static boolean isFree(int port) {
    try (ServerSocket loopback = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      if (!loopback.isBound()) {
        return false;
      }
    } catch (IOException inUse) {
      return false;
    }
    try (ServerSocket everywhere = new ServerSocket(port)) {
      return everywhere.isBound();
    } catch (IOException inUse) {
      return false;
    }
  }
}
