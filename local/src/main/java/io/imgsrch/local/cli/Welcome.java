package io.imgsrch.local.cli;

import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Ports;

/** Where everything is, once it runs. */
final class Welcome {
  private Welcome() {}

  static String of(Ports ports, DataDirectory data) {
    return """

        imgsrch is up.
          Search page http://127.0.0.1:%d
          Flink UI    http://127.0.0.1:%d
          Metrics     http://127.0.0.1:%d/metrics
          Kafka       127.0.0.1:%d
          Logs        %s
        Search:       ./imgsrch search PHOTO%s
        Ctrl-C ends it."""
        .formatted(
            ports.api(),
            ports.flink(),
            ports.metrics(),
            ports.kafka(),
            data.logs(),
            ports.api() == Ports.DEFAULTS.api() ? "" : " --api http://127.0.0.1:" + ports.api());
  }
}
