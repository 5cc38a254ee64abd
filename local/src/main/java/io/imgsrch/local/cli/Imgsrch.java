package io.imgsrch.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code imgsrch}, of which everything else is a part. */
@Command(
    name = "imgsrch",
    description = "Finds products in a photo.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      LoadCommand.class,
      SearchCommand.class,
      DeadLettersCommand.class,
      RebuildCommand.class,
      ProveCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    footerHeading = "%nBenchmarks, beside other stores, have a command line of their own:%n",
    footer = "  imgsrch bench --help",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it did what it was asked to",
      "1:it could not; one sentence on standard error says why",
      "2:the command line is wrong"
    })
public final class Imgsrch implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an unexpected error.")
  private boolean verbose;

  /** The command line as {@link #main} runs it. */
  public static CommandLine commandLine(FailureLog log) {
    var command = new Imgsrch();
    return new CommandLine(command)
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler(
            (exception, line, parsed) ->
                new FailureReport(log, command.verbose).report(exception, line.getErr()));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  public static void main(String[] arguments) {
    System.exit(commandLine(FailureLog.ofUser()).execute(arguments));
  }
}
