package io.imgsrch.bench.cli;

import io.imgsrch.local.cli.FailureLog;
import io.imgsrch.local.cli.Imgsrch;
import picocli.CommandLine;

/** The command line of the platform, with {@code bench} on top. */
public final class BenchMain {
  private BenchMain() {}

  /** The command line as {@link #main} runs it. */
  static CommandLine commandLine(FailureLog log) {
    return Imgsrch.commandLine(log).addSubcommand(new BenchCommand());
  }

  public static void main(String[] arguments) {
    System.exit(commandLine(FailureLog.ofUser()).execute(arguments));
  }
}
