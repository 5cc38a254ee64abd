package io.imgsrch.local.prove;

import io.imgsrch.config.Settings;
import io.imgsrch.local.Platform;
import io.imgsrch.local.server.Cache;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Logs;
import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.Servers;
import io.imgsrch.local.server.TestPorts;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A proof on a platform of its own, which goes on until it is closed. */
final class ProofRun implements AutoCloseable {
  static final Path SAMPLES = Path.of("sample", "images");

  final Ports ports = TestPorts.draw();
  final DataDirectory data;
  final Detours detours;
  final Platform platform;
  final Proof.Result result;

  private ProofRun(Proof.Plan proof, Path directory) throws Exception {
    data = DataDirectory.kept(directory);
    Logs.into(Path.of("target", "platform-logs"));
    detours = Detours.open(ports, true);
    var plan =
        new Servers.Plan(
            Cache.ofUser(),
            data,
            ports,
            Optional.empty(),
            Platform.SLOTS + Proof.EXTRA_SLOTS,
            Duration.ofSeconds(5),
            said -> {});
    platform =
        Platform.start(
            detours.plan(plan), Proof.settings(Settings.of(List.of())), detours::settings);
    try {
      result = Proof.run(proof, platform, detours, ports.api(), SAMPLES, System.out::println);
      result.verdict().print(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  static ProofRun of(Proof.Plan proof, Path directory) throws Exception {
    return new ProofRun(proof, directory);
  }

  Api api() {
    return new Api(ports.api());
  }

  @Override
  public void close() throws Exception {
    platform.close();
    detours.close();
    data.close();
  }
}
