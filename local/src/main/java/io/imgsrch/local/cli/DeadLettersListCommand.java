package io.imgsrch.local.cli;

import io.imgsrch.local.letters.LetterLine;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code imgsrch dead-letters list}. */
@Command(
    name = "list",
    description = "Lists dead letters, the oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch dead-letters list",
      "  imgsrch dead-letters list --reason NOT_JSON,MISSING_FIELD --since 7d",
      "  imgsrch dead-letters list --json --limit 1000"
    })
final class DeadLettersListCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final KafkaOption kafka = new KafkaOption();
  @Mixin private final LetterFilterOptions filter = new LetterFilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The newest N of them, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (limit < 1 || limit > 1_000_000) {
      throw new ParameterException(
          spec.commandLine(), "--limit must be from 1 to 1000000, is " + limit);
    }
    var out = spec.commandLine().getOut();
    try (var letters = kafka.letters()) {
      var listed = letters.list(filter.filter(), limit);
      if (json) {
        listed.newest().forEach(letter -> out.println(LetterLine.of(letter)));
      } else if (listed.all() == 0) {
        out.println("There are no dead letters.");
      } else if (listed.matching() == 0) {
        out.printf(Locale.ROOT, "None of %,d dead letters is of these reasons.%n", listed.all());
      } else {
        LetterTable.print(listed, out);
      }
      out.flush();
      ForeignRecords.say(listed.foreign(), spec);
    }
    return ExitCode.OK;
  }
}
