package io.imgsrch.bench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imgsrch bench}: measurements that anyone can repeat. */
@Command(
    name = "bench",
    description = "Measures this platform beside others, in one run on the same data.",
    subcommands = {
      SearchBenchCommand.class,
      IngestBenchCommand.class,
      ValidityBenchCommand.class,
      FreshnessBenchCommand.class
    })
final class BenchCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
