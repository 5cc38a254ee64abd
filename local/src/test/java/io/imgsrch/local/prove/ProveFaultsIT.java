package io.imgsrch.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second small proof, of what goes wrong between the jobs and the servers, and in bursts. */
class ProveFaultsIT {
  private static final String ONLY = "swallowing|hanging, and|burst|failpoint";
  private static final Proof.Plan PLAN =
      new Proof.Plan(4, 300, 3, Duration.ofMinutes(4), Proof.Plan.SETTLING, ONLY);

  @TempDir private Path directory;

  @Test
  void everyPromiseIsKeptUnderFaults() throws Exception {
    try (var run = ProofRun.of(PLAN, directory)) {
      var verdict = run.result.verdict();
      assertThat(verdict.lies()).isEmpty();
      assertThat(verdict.faults()).hasSize(3).allMatch(fault -> fault.recovered() > 0);
      assertThat(verdict.answered()).isPositive();
    }
  }
}
