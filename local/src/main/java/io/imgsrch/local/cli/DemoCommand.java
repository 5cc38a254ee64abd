package io.imgsrch.local.cli;

import io.imgsrch.local.Platform;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueCsv;
import io.imgsrch.local.client.CatalogueLoader;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.PictureHostClient;
import io.imgsrch.local.client.SearchClient;
import io.imgsrch.local.client.SearchableWait;
import io.imgsrch.local.demo.Counters;
import io.imgsrch.local.demo.Recall;
import io.imgsrch.local.server.Logs;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code imgsrch demo}: a whole shop, and the proof that it is found. */
@Command(
    name = "demo",
    description = {
      "Starts the platform, loads the sample catalogue, and searches with altered copies of its"
          + " pictures: cropped, rotated, recompressed, recoloured.",
      "Then it stays up until Ctrl-C, or ends with --once: 0 if recall@10 is at least 0.90."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  imgsrch demo", "  imgsrch demo --once", "  imgsrch demo --data ./data"})
final class DemoCommand implements Callable<Integer> {
  private static final int COPIES = 20;
  private static final long SEED = 1;
  private static final double LEAST_RECALL = 0.90;
  private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(5);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Mixin private final PlatformOptions options = new PlatformOptions();

  @Option(names = "--once", description = "End when the searches are done.")
  private boolean once;

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    var catalogue = CatalogueCsv.read(Home.sample(), System.currentTimeMillis());
    try (var end = new OrderlyEnd();
        var data = options.dataDirectory()) {
      Logs.into(data.logs());
      try (Platform platform = options.start(data, out)) {
        load(catalogue, out);
        Counters.read(local(options.ports().metrics())).print(out);
        boolean found = search(catalogue, out);
        if (once) {
          return found ? ExitCode.OK : ExitCode.SOFTWARE;
        }
        out.println(Welcome.of(options.ports(), data));
        out.flush();
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        out.println("Ending …");
        out.flush();
      }
    }
    return ExitCode.OK;
  }

  private void load(Catalogue catalogue, PrintWriter out)
      throws ClientException, InterruptedException {
    var progress = ConsoleProgress.on(out);
    var host = new PictureHostClient(local(options.ports().pictures()));
    try (var loader = CatalogueLoader.to("127.0.0.1:" + options.ports().kafka(), host)) {
      loader.load(catalogue, progress);
    }
    var report = new SearchableWait(api()).await(catalogue, LOAD_TIMEOUT, progress);
    if (!report.complete()) {
      throw new ClientException(
          "%d of %d products are not searchable after %d s; the first is %s"
              .formatted(
                  report.waiting().size(),
                  catalogue.products().size(),
                  LOAD_TIMEOUT.toSeconds(),
                  report.waiting().get(0)));
    }
  }

  private boolean search(Catalogue catalogue, PrintWriter out) throws Exception {
    out.printf("Searching with %d altered copies of catalogue pictures …%n", COPIES);
    out.flush();
    var recall = Recall.measure(catalogue, new SearchClient(api()), COPIES, SEED);
    recall.print(out);
    return recall.at(10) >= LEAST_RECALL;
  }

  private URI api() {
    return local(options.ports().api());
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
