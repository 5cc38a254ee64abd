package io.imgsrch.local.prove;

import io.imgsrch.local.server.PictureHost;
import io.imgsrch.local.server.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Servers that crash or restart, and a picture host in trouble. */
final class ServerFaults {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private ServerFaults() {}

  static List<FaultKind> of(Servers servers) {
    var kinds = new ArrayList<FaultKind>();
    servers
        .milvus()
        .ifPresent(
            milvus -> kinds.add(lasting("Milvus killed", milvus::kill, 0, 3_000, milvus::restart)));
    var postgres = servers.postgres();
    kinds.add(lasting("PostgreSQL crashed", postgres::crash, 500, 8_000, postgres::restart));
    var kafka = servers.kafka();
    kinds.add(lasting("Kafka restarted", kafka::close, 500, 5_000, kafka::start));
    kinds.add(
        new FaultKind("picture host slow", random -> slowPictures(servers.pictures(), random)));
    // For less than the second and a half in which a picture is tried three times.
    kinds.add(
        lasting(
            "picture host failing",
            () -> servers.pictures().strike(() -> UNAVAILABLE),
            300,
            900,
            () -> servers.pictures().strike(() -> OK)));
    return kinds;
  }

  private static FaultKind lasting(
      String name, Fault.Action inject, int leastMillis, int mostMillis, Fault.Action heal) {
    return new FaultKind(
        name,
        random ->
            Fault.lasting(name, inject, FaultKind.millis(random, leastMillis, mostMillis), heal));
  }

  /** Each picture by a time of its own, so that a later event's may come first. */
  private static Fault slowPictures(PictureHost pictures, Random random) {
    int most = 100 + random.nextInt(400);
    return Fault.lasting(
        "picture host slow by up to " + most + " ms",
        () ->
            pictures.strike(
                () -> {
                  Thread.sleep(ThreadLocalRandom.current().nextInt(most));
                  return OK;
                }),
        FaultKind.millis(random, 2_000, 6_000),
        () -> pictures.strike(() -> OK));
  }
}
