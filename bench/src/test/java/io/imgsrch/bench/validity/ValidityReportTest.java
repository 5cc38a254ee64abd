package io.imgsrch.bench.validity;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.machine.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidityReportTest {
  @Test
  void thePageShowsTheMedianAndTheSpread() {
    var drains =
        List.of(new Drain(10_000, 1, 2), new Drain(30_000, 1, 2), new Drain(20_000, 1, 1.6));
    var page =
        new ValidityReport(
                drains,
                new ValidityBench.Plan(5, 7, 2, 3),
                new Machine("a CPU", 2, "Linux", "Java", "abc"),
                "./imgsrch bench validity")
            .text();
    assertThat(page)
        .contains("| events/s | **20,000** | 10,000 | 30,000 |")
        .contains("| events/s per busy core | **12,500** | 5,000 | 15,000 |")
        .contains("a CPU, 2 cores");
  }
}
