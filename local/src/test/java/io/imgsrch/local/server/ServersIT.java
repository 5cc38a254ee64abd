package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("paired")
class ServersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Ports ports = TestPorts.draw();

  @TempDir Path root;

  @Test
  void noProcessSurvivesAKillAndTheNextRunStartsOverTheSameData() throws Exception {
    Process killed = run();
    awaitReady(killed);
    List<PidFile> servers =
        List.of(
            pidFile("postgres/postmaster.pid", "postgres"),
            pidFile("milvus/milvus.pid", "milvus"),
            pidFile("guardian.pid", "imgsrch-guardian"));
    List<ProcessHandle> children = new ArrayList<>();
    for (PidFile server : servers) {
      children.add(server.living().orElseThrow());
    }
    killed.destroyForcibly().waitFor();

    Process next = run();
    awaitReady(next);
    assertThat(children).noneMatch(ProcessHandle::isAlive);

    next.getOutputStream().close();
    assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(next.exitValue()).isZero();
    assertThat(processesOf(root)).isEmpty();
  }

  @Test
  void aTerminationWhileStartingLeavesNoProcess() throws Exception {
    Process process = run();
    await()
        .atMost(PATIENCE)
        .until(() -> pidFile("milvus/milvus.pid", "milvus").living().isPresent());
    process.destroyForcibly().waitFor();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(processesOf(root)).isEmpty());
  }

  @Test
  void aServerThatFailsClosesTheOthersAndLeavesTheDirectoryFree() throws Exception {
    try (DataDirectory data = DataDirectory.kept(root)) {
      Files.writeString(data.kafka(), "not a directory");
      Servers.Plan plan =
          new Servers.Plan(
              Cache.ofUser(),
              data,
              ports,
              Optional.empty(),
              1,
              Duration.ofSeconds(5),
              progress -> {});
      assertThatThrownBy(() -> Servers.start(plan)).hasMessageContaining("kafka");
    }
    assertThat(processesOf(root)).isEmpty();
    ports.requireFree(true);
    DataDirectory.kept(root).close();
  }

  @Test
  void aPortInUseIsOneSentence() throws Exception {
    try (DataDirectory data = DataDirectory.kept(root);
        ServerSocket other = new ServerSocket(ports.postgres())) {
      Servers.Plan plan =
          new Servers.Plan(
              Cache.ofUser(),
              data,
              ports,
              Optional.empty(),
              1,
              Duration.ofSeconds(5),
              progress -> {});
      assertThatThrownBy(() -> Servers.start(plan))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining(String.valueOf(other.getLocalPort()))
          .hasMessageContaining("--postgres-port");
    }
    assertThat(processesOf(root)).isEmpty();
  }

  private PidFile pidFile(String name, String word) {
    return new PidFile(root.resolve(name), word);
  }

  private Process run() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(RunningPlatform.class.getName(), root.toString()));
    Stream.of(
            ports.kafka(),
            ports.postgres(),
            ports.milvus(),
            ports.flink(),
            ports.api(),
            ports.pictures(),
            ports.metrics(),
            ports.stateProxy(),
            ports.stateServer())
        .map(String::valueOf)
        .forEach(command::add);
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }

  private static void awaitReady(Process process) throws Exception {
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    assertThat(line).startsWith("ready");
    System.out.println(line);
  }

  /** The processes whose command line names a directory. */
  private static List<String> processesOf(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }
}
