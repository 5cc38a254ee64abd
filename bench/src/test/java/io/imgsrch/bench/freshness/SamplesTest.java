package io.imgsrch.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.bench.machine.Machine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static final Samples HUNDRED =
      new Samples(
          "event_to_hidden", IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList());

  @Test
  void aPercentileIsTheLeastThatSoManyDoNotExceed() {
    assertThat(HUNDRED.percentile(0.5)).isEqualTo(50);
    assertThat(HUNDRED.percentile(0.99)).isEqualTo(99);
    assertThat(HUNDRED.percentile(1)).isEqualTo(100);
    assertThat(new Samples("none", List.of()).percentile(0.5)).isNaN();
  }

  @Test
  void thePageStandsBesideThePublishedFigure() {
    var page =
        new FreshnessReport(
                List.of(HUNDRED),
                new FreshnessBench.Plan(1_000, 20, 30, 120, 1),
                new Machine("a CPU", 2, "Linux", "Java", "abc"),
                "./imgsrch bench freshness")
            .text();
    assertThat(page)
        .contains("| event_to_hidden | 100 | 51 | 50 | 90 | **99** | 100 |")
        .contains("*816*", "1000 availability events/s and 20 new pictures/s");
  }
}
