package io.imgsrch.local.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program that a test kills: all servers, until its standard input ends. */
final class RunningPlatform {
  private RunningPlatform() {}

  public static void main(String[] arguments) throws Exception {
    List<Integer> p = Arrays.stream(arguments).skip(1).map(Integer::valueOf).toList();
    Ports ports =
        new Ports(
            p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5), p.get(6), p.get(7),
            p.get(8));
    long begin = System.nanoTime();
    try (DataDirectory data = DataDirectory.kept(Path.of(arguments[0]));
        Servers servers = Servers.start(plan(data, ports))) {
      System.out.printf(
          "ready in %d ms, heap %d MiB, %s%n",
          (System.nanoTime() - begin) / 1_000_000,
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
          servers.milvusAddress());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Servers.Plan plan(DataDirectory data, Ports ports) throws IOException {
    Logs.into(data.logs());
    return new Servers.Plan(
        Cache.ofUser(),
        data,
        ports,
        Optional.empty(),
        4,
        Duration.ofSeconds(5),
        System.err::println);
  }
}
