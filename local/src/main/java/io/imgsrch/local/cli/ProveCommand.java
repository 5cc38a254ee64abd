package io.imgsrch.local.cli;

import io.imgsrch.local.Platform;
import io.imgsrch.local.prove.Detours;
import io.imgsrch.local.prove.Proof;
import io.imgsrch.local.prove.TimelinePage;
import io.imgsrch.local.server.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imgsrch prove}: what was acknowledged is in every store, whatever happens. */
@Command(
    name = "prove",
    description = {
      "Starts the platform, writes a random history of a shop while searches run and things go"
          + " wrong, and compares every store, and what searches answer, with what the log says.",
      "Ends with 0 if every promise was kept. The same seed gives the same history and faults."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  imgsrch prove", "  imgsrch prove --seed 1 --events 20000 --faults 25"})
final class ProveCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the history, the faults and the searches (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--events",
      defaultValue = "2000",
      description = "Length of the history (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--faults",
      defaultValue = "5",
      description = "Things that go wrong meanwhile (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description =
          "Longest time for the history; what was written by then is judged (default:"
              + " ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "Only the kinds of faults whose names it matches, such as 'Milvus|killed'.")
  private String only = "";

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "By when the stores must agree after the history (default: ${DEFAULT-VALUE}).")
  private int settle;

  @Option(
      names = "--timeline",
      paramLabel = "FILE",
      defaultValue = "imgsrch-prove.html",
      description = "Where the timeline is written (default: ${DEFAULT-VALUE}).")
  private Path page = Path.of("imgsrch-prove.html");

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var samples = Home.sample().resolve("images");
    var proof =
        new Proof.Plan(
            seed, events, faults, Duration.ofMinutes(minutes), Duration.ofSeconds(settle), only);
    try (var end = new OrderlyEnd();
        var data = options.dataDirectory()) {
      Logs.into(data.logs());
      var plan = options.plan(data, Proof.EXTRA_SLOTS, out);
      try (var detours = Detours.open(plan.ports(), plan.milvus().isEmpty());
          var platform =
              Platform.start(
                  detours.plan(plan), Proof.settings(options.settings()), detours::settings)) {
        out.printf("Proving: %s%n", command());
        int api = plan.ports().api();
        var result = Proof.run(proof, platform, detours, api, samples, said -> say(out, said));
        return report(result, out);
      } catch (InterruptedException e) {
        say(out, "Ending without a verdict …");
        return ExitCode.SOFTWARE;
      }
    }
  }

  private int report(Proof.Result result, PrintWriter out) throws IOException {
    Files.writeString(page, TimelinePage.of(result.verdict(), result.timeline(), command()));
    result.verdict().print(out);
    out.println("Timeline: " + page.toAbsolutePath().normalize());
    if (!result.verdict().holds()) {
      out.println("Replay:   " + command());
    }
    out.flush();
    return result.verdict().holds() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private String command() {
    var command =
        "./imgsrch prove --seed %d --events %d --faults %d".formatted(seed, events, faults);
    return only.isEmpty() ? command : command + " --only '%s'".formatted(only);
  }

  private static void say(PrintWriter out, String text) {
    out.println(text);
    out.flush();
  }
}
