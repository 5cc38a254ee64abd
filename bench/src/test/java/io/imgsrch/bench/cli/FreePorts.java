package io.imgsrch.bench.cli;

import io.imgsrch.local.server.PlatformException;
import io.imgsrch.local.server.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for a platform that a test starts. */
final class FreePorts {
  private static final List<String> PORTS =
      List.of(
          "kafka",
          "postgres",
          "milvus",
          "flink",
          "api",
          "pictures",
          "metrics",
          "state-proxy",
          "state-server");

  private FreePorts() {}

  /** The options that name them, for a command line. */
  static List<String> options() {
    var options = new ArrayList<String>();
    int first = firstFreePort();
    for (int i = 0; i < PORTS.size(); i++) {
      options.addAll(List.of("--" + PORTS.get(i) + "-port", Integer.toString(first + i)));
    }
    return options;
  }

  /** Below those that servers draw for themselves. */
  private static int firstFreePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 28_900);
      try {
        new Ports(
                port, port + 1, port + 2, port + 3, port + 4, port + 5, port + 6, port + 7,
                port + 8)
            .requireFree(true);
        return port;
      } catch (PlatformException taken) {
        // another one is drawn
      }
    }
    throw new IllegalStateException("no nine ports in a row are free");
  }
}
