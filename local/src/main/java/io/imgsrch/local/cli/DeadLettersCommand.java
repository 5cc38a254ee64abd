package io.imgsrch.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imgsrch dead-letters}: what could not be used. */
@Command(
    name = "dead-letters",
    description = {
      "Lists, shows and replays what could not be used.",
      "",
      "Every reason, and what to do about it, is in docs/dead-letters.md."
    },
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersReplayCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch dead-letters list --since 2h",
      "  imgsrch dead-letters show 2@17",
      "  imgsrch dead-letters replay --reason PICTURE_UNREACHABLE"
    })
final class DeadLettersCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
