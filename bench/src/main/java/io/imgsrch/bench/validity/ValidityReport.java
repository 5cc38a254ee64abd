package io.imgsrch.bench.validity;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.drain.Spread;
import io.imgsrch.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The page that says how many events a second the validity job took. */
public record ValidityReport(
    List<Drain> drains, ValidityBench.Plan plan, Machine machine, String command) {
  public ValidityReport {
    drains = List.copyOf(drains);
  }

  /** Writes {@code README.md} and {@code results.csv} into a directory. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    var csv = new StringBuilder("repetition,events,seconds,events_per_s,busy_cores\n");
    for (int i = 0; i < drains.size(); i++) {
      var drain = drains.get(i);
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%.3f,%.0f,%.2f%n",
              i + 1,
              drain.events(),
              drain.seconds(),
              drain.perSecond(),
              drain.busyCores()));
    }
    Files.writeString(directory.resolve("results.csv"), csv.toString());
    Files.writeString(directory.resolve("README.md"), text());
  }

  String text() {
    return String.format(
        Locale.ROOT,
        """
        # Availability events through the validity job

        `%s`

        - %s
        - %,d offers in RocksDB, incremental checkpoints every 5 s, %d tasks; %,d events a repetition, which waited in Kafka while the job was stopped

        | | median | least | most |
        |---|---|---|---|
        %s%s%s
        Counted from the first tenth of the events to the last, as offers published to `catalog.offers`; each event changes its offer. Busy cores are the machine's, all
        processes counted, so also those of Kafka, which serves the events and takes the offers in the same JVM. Every repetition is in [results.csv](results.csv).
        """,
        command,
        machine.markdown(),
        plan.offers(),
        plan.parallelism(),
        plan.events(),
        Spread.of(drains, Drain::perSecond).row("events/s", "%,.0f"),
        Spread.of(drains, Drain::busyCores).row("cores busy", "%.2f"),
        Spread.of(drains, Drain::perCoreSecond).row("events/s per busy core", "%,.0f"));
  }
}
