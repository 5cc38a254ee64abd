package io.imgsrch.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.local.cli.Imgsrch;
import io.imgsrch.local.server.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever breaks a guard is found out by {@code imgsrch prove}, as people run it: the same proof
 * holds with all guards, and not without one.
 */
@Tag("full") // A platform for each guard: a minute and a half.
class MutationsIT {
  private static final Path CLONE = Path.of("..");
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final int OK = 0;
  private static final int BROKEN = 1;

  /** Faults that the guards are there for, and a history in which every guard is needed. */
  private static final List<String> PROOF =
      List.of(
          "prove",
          "--seed=11",
          "--events=1200",
          "--faults=3",
          "--only=picture host slow|picture host failing|PostgreSQL hanging, and",
          "--settle=30");

  @TempDir private Path directory;

  @Test
  void withAllGuardsEveryPromiseIsKept() throws Exception {
    assertThat(prove(CLASS_PATH)).as(this::output).isEqualTo(OK);
    assertThat(output()).contains("Every promise was kept");
  }

  @ParameterizedTest
  @EnumSource
  void withoutOneAPromiseIsBroken(Mutation guard) throws Exception {
    var classes = directory.resolve("classes");
    guard.compile(CLONE, classes, CLASS_PATH);
    assertThat(prove(classes + System.getProperty("path.separator") + CLASS_PATH))
        .as(this::output)
        .isEqualTo(BROKEN);
    assertThat(output()).contains("A promise was broken", "Replay:   ./imgsrch prove --seed 11");
  }

  /** In a process of its own, whose exit code is the verdict. */
  private int prove(String classPath) throws IOException, InterruptedException {
    var ports = TestPorts.draw();
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-XX:MaxDirectMemorySize=1g",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Dimgsrch.home=" + CLONE.toRealPath(),
                "-cp",
                classPath,
                Imgsrch.class.getName()));
    line.addAll(PROOF);
    line.addAll(
        List.of(
            "--data=" + directory.resolve("data"),
            "--timeline=" + directory.resolve("timeline.html"),
            "--kafka-port=" + ports.kafka(),
            "--postgres-port=" + ports.postgres(),
            "--milvus-port=" + ports.milvus(),
            "--flink-port=" + ports.flink(),
            "--api-port=" + ports.api(),
            "--pictures-port=" + ports.pictures(),
            "--metrics-port=" + ports.metrics(),
            "--state-proxy-port=" + ports.stateProxy(),
            "--state-server-port=" + ports.stateServer()));
    var proof =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    try {
      assertThat(proof.waitFor(6, TimeUnit.MINUTES)).as(this::output).isTrue();
      return proof.exitValue();
    } finally {
      proof.destroyForcibly();
    }
  }

  private Path log() {
    return directory.resolve("output.log");
  }

  private String output() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the proof has said nothing", e);
    }
  }
}
