package io.imgsrch.bench.freshness;

import io.imgsrch.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The page that says how soon searches obeyed. */
public record FreshnessReport(
    List<Samples> samples, FreshnessBench.Plan plan, Machine machine, String command) {
  private static final String TAIL =
      """
      | *JD's production system, as published: an update obeyed* | | *132* | | | *816* | |

      From before an event is sent to the end of the first search over HTTP whose answer obeys it; a search is asked 5 ms after the answer before it, which is in the times,
      and searches take their share of the machine. Every time is in [results.csv](results.csv).
      """;

  public FreshnessReport {
    samples = List.copyOf(samples);
  }

  /** Writes {@code README.md} and {@code results.csv} into a directory. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    var csv = new StringBuilder("kind,millis\n");
    for (var each : samples) {
      each.millis()
          .forEach(
              millis -> csv.append(String.format(Locale.ROOT, "%s,%.2f%n", each.kind(), millis)));
    }
    Files.writeString(directory.resolve("results.csv"), csv.toString());
    Files.writeString(directory.resolve("README.md"), text());
  }

  String text() {
    var text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                # How soon searches obey

                `%s`

                - %s
                - all five jobs, the sample catalogue; %d availability events/s and %d new pictures/s, with their bytes in the event, at the same time for %d s after %d s of the same

                | milliseconds | times | mean | p50 | p90 | p99 | longest |
                |---|---|---|---|---|---|---|
                """,
                command,
                machine.markdown(),
                plan.availability(),
                plan.pictures(),
                plan.seconds(),
                plan.warmUpSeconds()));
    for (var each : samples) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.0f | %.0f | %.0f | **%.0f** | %.0f |%n",
              each.kind(),
              each.millis().size(),
              each.mean(),
              each.percentile(0.5),
              each.percentile(0.9),
              each.percentile(0.99),
              each.percentile(1)));
    }
    return text.append(TAIL).toString();
  }
}
