package io.imgsrch.bench.cli;

import io.imgsrch.bench.machine.Machine;
import io.imgsrch.bench.validity.ValidityBench;
import io.imgsrch.bench.validity.ValidityReport;
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

/** {@code imgsrch bench validity}: availability events through the validity job. */
@Command(
    name = "validity",
    description = {
      "Times how many availability events a second the validity job works off, on RocksDB with"
          + " checkpoints, once they wait for it.",
      "Wants a quiet machine, and takes some minutes."
    })
final class ValidityBenchCommand implements Callable<Integer> {
  private static final String OUT = "imgsrch-bench-validity";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions platformOptions = new PlatformOptions();

  @Option(
      names = "--offers",
      defaultValue = "100000",
      description = "Offers in state (default: ${DEFAULT-VALUE}).")
  private int offers;

  @Option(
      names = "--events",
      defaultValue = "500000",
      description = "Events of each repetition (default: ${DEFAULT-VALUE}).")
  private int events;

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
    require("--offers", offers);
    require("--events", events);
    require("--tasks", tasks);
    require("--repetitions", repetitions);
    var plan = new ValidityBench.Plan(offers, events, tasks, repetitions);
    var console = spec.commandLine().getOut();
    return Measuring.run(
        platformOptions,
        out,
        console,
        data -> {
          var servers = ClusterMemory.of(platformOptions.plan(data, tasks, console));
          var drains = ValidityBench.run(servers, platformOptions.settings(), plan);
          new ValidityReport(drains, plan, Machine.here(Home.sample()), command()).write(out);
        });
  }

  private void require(String option, int value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " must be at least 1");
    }
  }

  private String command() {
    return "./imgsrch bench validity --offers %d --events %d --tasks %d --repetitions %d"
        .formatted(offers, events, tasks, repetitions);
  }
}
