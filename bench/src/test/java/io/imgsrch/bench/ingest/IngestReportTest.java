package io.imgsrch.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.machine.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestReportTest {
  private static Repetition repetition(long model, long job, long known) {
    return new Repetition(
        new Drain(model, 10, 2), new Drain(job, 10, 1.6), new Drain(known, 10, 2));
  }

  private static IngestReport report(Repetition... repetitions) {
    return new IngestReport(
        List.of(repetitions),
        new IngestBench.Plan(2_000, 50_000, 2, repetitions.length, false),
        2,
        new Machine("a CPU", 2, "Linux", "Java", "abc"),
        "./imgsrch bench ingest");
  }

  @Test
  void thePageComparesEachRepetitionWithTheModelBesideIt() {
    var page =
        report(
                repetition(1_000, 800, 5_000),
                repetition(500, 475, 9_000),
                repetition(800, 720, 7_000))
            .text();
    assertThat(page)
        .contains("| model alone, pictures/s | **80.0** | 50.0 | 100.0 |")
        .contains("| job, pictures/s | **72.0** | 47.5 | 80.0 |")
        .contains("| job, cores busy | **1.60** | 1.60 | 1.60 |")
        .contains("| job / model alone | **0.900** | 0.800 | 0.950 |")
        .contains("**The target is met.**")
        .contains("| events/s per busy core | **350** | 250 | 450 |")
        .contains("a CPU, 2 cores");
  }

  @Test
  void aMissedTargetIsSaidToBeMissed() {
    assertThat(report(repetition(1_000, 899, 5_000)).text()).contains("**The target is missed.**");
  }

  @Test
  void everyRepetitionIsWritten() {
    assertThat(report(repetition(1_000, 800, 5_000), repetition(500, 475, 9_000)).csv())
        .isEqualTo(
            """
            repetition,what,count,seconds,per_s,busy_cores
            1,model,1000,10.000,100.00,2.00
            1,job,800,10.000,80.00,1.60
            1,known,5000,10.000,500.00,2.00
            2,model,500,10.000,50.00,2.00
            2,job,475,10.000,47.50,1.60
            2,known,9000,10.000,900.00,2.00
            """);
  }
}
