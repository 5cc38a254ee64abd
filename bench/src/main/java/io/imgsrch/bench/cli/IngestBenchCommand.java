package io.imgsrch.bench.cli;

import io.imgsrch.bench.ingest.IngestBench;
import io.imgsrch.bench.ingest.IngestReport;
import io.imgsrch.bench.machine.Machine;
import io.imgsrch.local.cli.Home;
import io.imgsrch.local.cli.PlatformOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code imgsrch bench ingest}: pictures through the index job. */
@Command(
    name = "ingest",
    description = {
      "Times how many new pictures a second the index job embeds, beside the model alone on the"
          + " same pictures and cores, and how many events a second it takes whose pictures it"
          + " knows; from Kafka back to Kafka, with the pictures fetched.",
      "Wants a quiet machine, and takes a quarter of an hour."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch bench ingest --out docs/benchmarks/ingest",
      "  imgsrch bench ingest --pictures 300 --listings 3000 --repetitions 1"
    })
final class IngestBenchCommand implements Callable<Integer> {
  private static final String OUT = "imgsrch-bench-ingest";

  /** Less has no tenths to leave out. */
  private static final int LEAST = 10;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions platformOptions = new PlatformOptions();

  @Option(
      names = "--pictures",
      defaultValue = "4000",
      description = "New pictures in each repetition (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Option(
      names = "--listings",
      defaultValue = "50000",
      description = "Events with known pictures in each repetition (default: ${DEFAULT-VALUE}).")
  private int listings;

  @Option(
      names = "--inline",
      description = "Put the pictures' bytes into the events instead of an address.")
  private boolean inline;

  @Option(
      names = "--tasks",
      defaultValue = "2",
      description = "Parallelism of the job (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--repetitions",
      defaultValue = "5",
      description = "Times that it is repeated (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = OUT,
      description = "Where the results are written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of(OUT);

  @Override
  public Integer call() throws Exception {
    require("--pictures", pictures, LEAST);
    require("--listings", listings, LEAST);
    require("--tasks", tasks, 1);
    require("--repetitions", repetitions, 1);
    var plan = new IngestBench.Plan(pictures, listings, tasks, repetitions, inline);
    var settings = platformOptions.settings();
    var console = spec.commandLine().getOut();
    return Measuring.run(
        platformOptions,
        out,
        console,
        data -> {
          var servers = ClusterMemory.of(platformOptions.plan(data, tasks, console));
          var measured = IngestBench.run(servers, settings, Home.sample(), plan);
          var machine = Machine.here(Home.sample());
          new IngestReport(measured, plan, plan.threads(settings), machine, command()).write(out);
        });
  }

  private void require(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), "%s must be at least %d".formatted(option, least));
    }
  }

  private String command() {
    return "./imgsrch bench ingest --pictures %d --listings %d --tasks %d --repetitions %d%s"
        .formatted(pictures, listings, tasks, repetitions, inline ? " --inline" : "");
  }
}
