package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardianTest {
  @TempDir Path root;

  // assigned before each test
  @SuppressWarnings("NullAway.Init")
  private Process ward;

  @BeforeEach
  void startWard() throws Exception {
    ward = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endWard() {
    ward.destroyForcibly();
  }

  @Test
  void endsWhatItGuardsAndThenItself() throws Exception {
    Guardian guardian = Guardian.start(root);
    guardian.guard(file(ward, "sleep"), "TERM");
    assertThat(Guardian.isAlive(root)).isTrue();
    guardian.close();
    assertThat(ward.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ward.exitValue()).isEqualTo(128 + 15);
    assertThat(Guardian.isAlive(root)).isFalse();
  }

  @Test
  void usesTheSignalThatItWasGiven() throws Exception {
    Guardian guardian = Guardian.start(root);
    guardian.guard(file(ward, "sleep"), "INT");
    guardian.close();
    assertThat(ward.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ward.exitValue()).isEqualTo(128 + 2);
  }

  @Test
  void killsWhatDoesNotEnd() throws Exception {
    ward.destroyForcibly().waitFor();
    ward =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done")
            .start();
    assertThat(ward.inputReader().readLine()).isEqualTo("deaf");
    Guardian guardian = Guardian.start(root);
    guardian.guard(file(ward, "deaf"), "TERM");
    guardian.close();
    assertThat(ward.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ward.exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void leavesAloneWhatWasReleased() throws Exception {
    Guardian guardian = Guardian.start(root);
    guardian.guard(file(ward, "sleep"), "TERM");
    guardian.release(file(ward, "sleep"));
    guardian.close();
    assertThat(ward.isAlive()).isTrue();
  }

  @Test
  void leavesAloneAnotherProcessWithTheIdOfADeadOne() throws Exception {
    Guardian guardian = Guardian.start(root);
    guardian.guard(file(ward, "postgres"), "TERM");
    guardian.close();
    assertThat(ward.isAlive()).isTrue();
  }

  @Test
  void ignoresTheSignalsOfATerminal() throws Exception {
    Guardian guardian = Guardian.start(root);
    guardian.guard(file(ward, "sleep"), "TERM");
    long pid = new PidFile(root.resolve("guardian.pid"), "").pid().orElseThrow();
    for (String signal : new String[] {"INT", "TERM", "HUP", "QUIT"}) {
      new ProcessBuilder("sh", "-c", "kill -s " + signal + " " + pid).start().waitFor();
    }
    guardian.close();
    assertThat(ward.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ward.exitValue()).isEqualTo(128 + 15);
  }

  private PidFile file(Process process, String word) throws Exception {
    Path file = root.resolve("with space.pid");
    Files.writeString(file, process.pid() + "\n");
    return new PidFile(file, word);
  }
}
