package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imgsrch.local.server.Ports;
import io.imgsrch.local.server.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, as people start it. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("..", "imgsrch");

  private final Ports ports = TestPorts.draw();

  @TempDir private Path directory;

  @Test
  void theDemoFindsAlteredCopiesAndLeavesNoProcess() throws Exception {
    var demo = start("demo", "--once");
    assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(output()).contains("events         480", "unique images  404", "dead letters   0");
    assertThat(output()).containsPattern("recall@1 [01]\\.\\d\\d\n");
    assertThat(number("recall@10 ([0-9.]+)")).isGreaterThanOrEqualTo(0.9);
    assertThat(number("search p50 ([0-9.]+) ms")).isPositive();
    assertThat(demo.exitValue()).isZero();
    assertThat(processes()).isEmpty();
  }

  @Test
  void ctrlCEndsEverythingInOrder() throws Exception {
    var up = start("up");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(output()).contains("Ctrl-C ends it."));
    assertThat(processes()).isNotEmpty();

    new ProcessBuilder("kill", "-INT", String.valueOf(up.pid())).start().waitFor();

    assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output()).contains("Ending").doesNotContain("Exception");
    assertThat(processes()).isEmpty();
    ports.requireFree(true);
  }

  @Test
  void aWrongCommandIsOneSentenceAndTheUsage() throws Exception {
    var wrong = launch("serch", "photo.jpg");
    assertThat(wrong.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(wrong.exitValue()).isEqualTo(2);
    assertThat(output()).contains("serch").doesNotContain("\tat ");
  }

  @Test
  void aSearchWithoutAPlatformSaysHowToStartOne() throws Exception {
    var api = "http://127.0.0.1:" + ports.api();
    var search = launch("search", Shop.picture(1).toAbsolutePath().toString(), "--api", api);
    assertThat(search.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(search.exitValue()).isEqualTo(1);
    assertThat(output()).contains("./imgsrch up").hasLineCount(1);
  }

  private Process start(String command, String... options) throws IOException {
    var line = new ArrayList<>(List.of(options));
    line.addAll(List.of("--data", directory.resolve("data").toString()));
    line.addAll(List.of("--kafka-port", String.valueOf(ports.kafka())));
    line.addAll(List.of("--postgres-port", String.valueOf(ports.postgres())));
    line.addAll(List.of("--milvus-port", String.valueOf(ports.milvus())));
    line.addAll(List.of("--flink-port", String.valueOf(ports.flink())));
    line.addAll(List.of("--api-port", String.valueOf(ports.api())));
    line.addAll(List.of("--pictures-port", String.valueOf(ports.pictures())));
    line.addAll(List.of("--metrics-port", String.valueOf(ports.metrics())));
    line.addAll(List.of("--state-proxy-port", String.valueOf(ports.stateProxy())));
    line.addAll(List.of("--state-server-port", String.valueOf(ports.stateServer())));
    return launch(command, line.toArray(String[]::new));
  }

  private Process launch(String command, String... arguments) throws IOException {
    var line = new ArrayList<>(List.of(LAUNCHER.toRealPath().toString(), command));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return directory.resolve("output.log");
  }

  private String output() throws IOException {
    return Files.exists(log()) ? Files.readString(log()) : "";
  }

  private double number(String pattern) throws IOException {
    var found = Pattern.compile(pattern).matcher(output());
    assertThat(found.find()).as(output()).isTrue();
    return Double.parseDouble(found.group(1));
  }

  /** Command lines that name this test's directory. */
  private List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }
}
