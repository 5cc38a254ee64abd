package io.imgsrch.bench.cli;

import io.imgsrch.bench.freshness.FreshnessBench;
import io.imgsrch.bench.freshness.FreshnessReport;
import io.imgsrch.bench.machine.Machine;
import io.imgsrch.local.Platform;
import io.imgsrch.local.cli.Home;
import io.imgsrch.local.cli.PlatformOptions;
import io.imgsrch.local.server.DataDirectory;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code imgsrch bench freshness}: from an event to the search that obeys it. */
@Command(
    name = "freshness",
    description = {
      "Starts the whole platform with the sample catalogue, lets availability events and new"
          + " pictures come in, and times how soon searches obey them.",
      "Wants a quiet machine, and takes some minutes."
    })
final class FreshnessBenchCommand implements Callable<Integer> {
  private static final String OUT = "imgsrch-bench-freshness";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions platformOptions = new PlatformOptions();

  @Option(
      names = "--availability",
      paramLabel = "PER_SECOND",
      defaultValue = "1000",
      description = "Availability events a second (default: ${DEFAULT-VALUE}).")
  private int availability;

  @Option(
      names = "--pictures",
      paramLabel = "PER_SECOND",
      defaultValue = "20",
      description = "New pictures a second (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "At the same rates, not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "120",
      description = "To measure (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = OUT,
      description = "Where the results are written (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of(OUT);

  @Override
  public Integer call() throws Exception {
    require("--availability", availability, 1_000_000);
    require("--pictures", pictures, 1_000);
    require("--warm-up", warmUp, 86_400);
    require("--seconds", seconds, 86_400);
    var plan = new FreshnessBench.Plan(availability, pictures, warmUp, seconds, seed);
    var console = spec.commandLine().getOut();
    return Measuring.run(platformOptions, out, console, data -> measure(data, plan, console));
  }

  private void measure(DataDirectory data, FreshnessBench.Plan plan, PrintWriter console)
      throws Exception {
    try (var platform =
        Platform.start(platformOptions.plan(data, 0, console), platformOptions.settings())) {
      console.printf("Measuring for %d s …%n", warmUp + seconds);
      console.flush();
      var api = URI.create("http://127.0.0.1:" + platformOptions.ports().api());
      var samples = FreshnessBench.run(platform, api, Home.sample(), plan);
      var report = new FreshnessReport(samples, plan, Machine.here(Home.sample()), command());
      report.write(out);
    }
  }

  private void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s must be between 1 and %,d".formatted(option, most));
    }
  }

  private String command() {
    return "./imgsrch bench freshness --availability %d --pictures %d --warm-up %d --seconds %d --seed %d"
        .formatted(availability, pictures, warmUp, seconds, seed);
  }
}
