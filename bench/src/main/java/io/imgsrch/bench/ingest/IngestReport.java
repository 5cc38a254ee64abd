package io.imgsrch.bench.ingest;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.drain.Spread;
import io.imgsrch.bench.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The page that says how many pictures the index job took.
 *
 * @param threads that embedded, in the job and without it
 */
public record IngestReport(
    List<Repetition> repetitions,
    IngestBench.Plan plan,
    int threads,
    Machine machine,
    String command) {
  /** Of what the model does alone. */
  private static final double TARGET = 0.9;

  public IngestReport {
    repetitions = List.copyOf(repetitions);
  }

  /** Writes {@code README.md} and {@code results.csv} into a directory. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("results.csv"), csv());
    Files.writeString(directory.resolve("README.md"), text());
  }

  String csv() {
    var csv = new StringBuilder("repetition,what,count,seconds,per_s,busy_cores\n");
    for (int i = 0; i < repetitions.size(); i++) {
      var repetition = repetitions.get(i);
      csv.append(line(i + 1, "model", repetition.model()))
          .append(line(i + 1, "job", repetition.embedded()))
          .append(line(i + 1, "known", repetition.known()));
    }
    return csv.toString();
  }

  private static String line(int repetition, String what, Drain drain) {
    return String.format(
        Locale.ROOT,
        "%d,%s,%d,%.3f,%.2f,%.2f\n",
        repetition,
        what,
        drain.events(),
        drain.seconds(),
        drain.perSecond(),
        drain.busyCores());
  }

  String text() {
    return String.format(
        Locale.ROOT,
        """
        # Pictures through the index job

        `%s`

        - %s
        - %d tasks, incremental checkpoints every 5 s; pictures %s; repetitions: %d, after one that is not counted

        ## New pictures

        %,d a repetition, of the pixels of the sample catalogue, which waited in Kafka while the job was stopped; the model alone embeds the same ones from memory, on as many threads: %d.

        | | median | least | most |
        |---|---|---|---|
        %s%s%s%s%s
        **%s** The target is %.2f of what the model does alone, by the median.

        ## Known pictures

        %,d events a repetition, of other products, which show pictures that the job has embedded before.

        | | median | least | most |
        |---|---|---|---|
        %s%s%s
        From the first tenth to the last: new pictures as records of `catalog.images`, known ones as those of `catalog.listings` that have their pictures. Busy cores are the machine's, all processes
        counted: also Kafka and the picture host, in the same JVM, and Milvus, which takes the vectors. Every repetition is in [results.csv](results.csv).
        """,
        command,
        machine.markdown(),
        plan.tasks(),
        plan.inline() ? "are in the events" : "are fetched from the platform's picture host",
        plan.repetitions(),
        plan.pictures(),
        threads,
        row("model alone, pictures/s", "%.1f", each -> each.model().perSecond()),
        row("model alone, cores busy", "%.2f", each -> each.model().busyCores()),
        row("job, pictures/s", "%.1f", each -> each.embedded().perSecond()),
        row("job, cores busy", "%.2f", each -> each.embedded().busyCores()),
        row("job / model alone", "%.3f", Repetition::ratio),
        verdict(),
        TARGET,
        plan.listings(),
        row("events/s", "%,.0f", each -> each.known().perSecond()),
        row("cores busy", "%.2f", each -> each.known().busyCores()),
        row("events/s per busy core", "%,.0f", each -> each.known().perCoreSecond()));
  }

  private String row(String label, String format, ToDoubleFunction<Repetition> figure) {
    return Spread.of(repetitions, figure).row(label, format);
  }

  private String verdict() {
    return Spread.of(repetitions, Repetition::ratio).median() >= TARGET
        ? "The target is met."
        : "The target is missed.";
  }
}
