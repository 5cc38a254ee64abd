package io.imgsrch.local.cli;

import io.imgsrch.config.event.Reason;
import io.imgsrch.local.letters.ReplayReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imgsrch dead-letters replay}. */
@Command(
    name = "replay",
    description = {
      "Writes the events of dead letters to their topics again.",
      "",
      "Without --reason only those of a transient kind: the others would fail again. An event is"
          + " replayed once; if that fails too, its new dead letter can be replayed again. A replay"
          + " takes nothing back: what is newer wins."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch dead-letters replay",
      "  imgsrch dead-letters replay --reason PICTURE_NOT_FOUND --since 2h",
      "  imgsrch dead-letters replay --again --since 2026-03-01T12:00:00Z"
    })
final class DeadLettersReplayCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final KafkaOption kafka = new KafkaOption();
  @Mixin private final LetterFilterOptions options = new LetterFilterOptions();

  @Option(names = "--again", description = "Also what was replayed before.")
  private boolean again;

  @Override
  public Integer call() throws Exception {
    var filter = options.filter();
    try (var replay = kafka.replay()) {
      var report = replay.run(filter, again);
      var out = spec.commandLine().getOut();
      print(report, out);
      for (var reason : filter.reasons()) {
        if (!reason.passing() && report.replayed() > 0) {
          warn(reason, out);
        }
      }
      out.flush();
      ForeignRecords.say(report.foreign(), spec);
    }
    return ExitCode.OK;
  }

  private static void print(ReplayReport report, PrintWriter out) {
    if (report.letters() == 0) {
      out.println("There is no dead letter to replay.");
    } else {
      out.printf(
          Locale.ROOT,
          "Replayed %,d of %,d events, which have %,d dead letters; %,d were replayed before%n",
          report.replayed(),
          report.events(),
          report.letters(),
          report.before());
    }
    if (report.gone() > 0) {
      out.printf(Locale.ROOT, "%,d events are gone: their retention is over%n", report.gone());
    }
    if (!report.permanent().isEmpty()) {
      var reasons =
          report.permanent().entrySet().stream()
              .map(reason -> "%s %,d".formatted(reason.getKey(), reason.getValue()))
              .collect(Collectors.joining(", "));
      out.printf(
          "Left alone, for they will fail again: %s; once the cause is gone, name it with"
              + " --reason%n",
          reasons);
    }
  }

  private static void warn(Reason reason, PrintWriter out) {
    out.printf(
        "%s is permanent: unless its cause is gone, it will fail again (%s)%n",
        reason, reason.meaning());
  }
}
