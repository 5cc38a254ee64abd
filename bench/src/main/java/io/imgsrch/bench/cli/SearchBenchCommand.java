package io.imgsrch.bench.cli;

import io.imgsrch.bench.machine.Machine;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.PictureVectors;
import io.imgsrch.bench.search.peer.BenchPlatform;
import io.imgsrch.bench.search.peer.Peer;
import io.imgsrch.bench.search.peer.Peers;
import io.imgsrch.bench.search.report.Contender;
import io.imgsrch.bench.search.report.Csv;
import io.imgsrch.bench.search.report.Figures;
import io.imgsrch.bench.search.report.Report;
import io.imgsrch.bench.search.report.Result;
import io.imgsrch.bench.search.run.Benchmark;
import io.imgsrch.local.cli.Home;
import io.imgsrch.local.cli.OrderlyEnd;
import io.imgsrch.local.cli.PlatformOptions;
import io.imgsrch.local.server.Cache;
import io.imgsrch.local.server.DataDirectory;
import io.imgsrch.local.server.Logs;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imgsrch bench search}: searches with filters, ours and others'. */
@Command(
    name = "search",
    description = {
      "Starts the platform, loads the same vectors of real pictures into everyone who takes part,"
          + " and measures searches with filters of all sizes, at equal recall, in turn.",
      "Writes every measurement, a page and plots. Wants a quiet machine."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch bench search --out docs/benchmarks/search",
      "  imgsrch bench search --vectors 1000000 --rates 0",
      "  imgsrch bench search --vectors 10000 --kept 100,1 --peers ours,milvus --repetitions 1"
    })
final class SearchBenchCommand implements Callable<Integer> {
  private static final long MIB = 1 << 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions platformOptions = new PlatformOptions();
  @Mixin private final SearchBenchOptions options = new SearchBenchOptions();

  @Override
  public Integer call() throws Exception {
    options.check(spec.commandLine());
    var results = new ArrayList<Result>();
    try (var end = new OrderlyEnd();
        var data = platformOptions.dataDirectory()) {
      Logs.into(data.logs());
      Files.createDirectories(options.out());
      try (var platform = platform(data);
          var peers = peers(platform, data);
          var csv = new Csv(options.out().resolve("results.csv"))) {
        try {
          measure(peers.all(), csv, results);
        } finally {
          if (!results.isEmpty()) {
            report(peers, results);
          }
        }
      } catch (InterruptedException e) {
        say("Ended early.");
        return ExitCode.SOFTWARE;
      }
    }
    return ExitCode.OK;
  }

  private @Nullable BenchPlatform platform(DataDirectory data) throws Exception {
    if (!options.needPlatform()) {
      return null;
    }
    // Twice two bytes a component: half of it for items that arrive.
    long bytes = 4L * options.vectors() * 256;
    return BenchPlatform.start(
        ClusterMemory.of(platformOptions.plan(data, 0, spec.commandLine().getOut())),
        platformOptions.settings(),
        (int) (64 + bytes / MIB));
  }

  private Peers peers(@Nullable BenchPlatform platform, DataDirectory data) throws Exception {
    var peers = new Peers(data.root(), Cache.ofUser().root());
    try {
      if (platform != null) {
        options.addServed(peers, platform);
      }
      options.addInProcess(peers);
      return peers;
    } catch (Throwable e) {
      peers.close();
      throw e;
    }
  }

  private void measure(List<Peer> peers, Csv csv, List<Result> results) throws Exception {
    say("Embedding pictures …");
    var pictures =
        PictureVectors.of(
            Home.sample().resolve("images"),
            Cache.ofUser().root().resolve("bench"),
            options.copies());
    var items = new Items(pictures, options.vectors(), options.seed());
    new Benchmark(
            options.plan(),
            items,
            peers,
            result -> {
              results.add(result);
              csv.add(result);
            },
            this::say)
        .run();
  }

  private void report(Peers peers, List<Result> results) throws Exception {
    var contenders =
        peers.all().stream()
            .map(
                peer ->
                    new Contender(
                        peer.name(),
                        peer.description(),
                        peer.served(),
                        peer.name().startsWith("imgsrch")))
            .toList();
    new Report(
            new Figures(results),
            contenders,
            Machine.here(Home.sample()),
            options.command(),
            options.context(),
            peers.absent())
        .write(options.out());
    say("Written: " + options.out().toAbsolutePath().normalize());
  }

  private void say(String text) {
    var out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
