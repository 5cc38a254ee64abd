package io.imgsrch.local.cli;

import io.imgsrch.config.event.Position;
import io.imgsrch.local.catalogue.Catalogue;
import io.imgsrch.local.catalogue.CatalogueCsv;
import io.imgsrch.local.client.CatalogueLoader;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.InlinePictures;
import io.imgsrch.local.client.LoadListener;
import io.imgsrch.local.client.PictureHostClient;
import io.imgsrch.local.client.SearchableWait;
import io.imgsrch.operators.query.SearchRequest;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code imgsrch load}: a catalogue on disk becomes events. */
@Command(
    name = "load",
    description = {
      "Loads a catalogue into a running platform.",
      "",
      "The CSV file names in its header, in any order: merchant_id, product_id, title, category,"
          + " price_minor (such as cents), currency, available (true or false) and image (a file,"
          + " relative to the CSV file or absolute, or an http address); version is optional."
          + " Several rows of one product are its several pictures, 8 at the most."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch load shop.csv",
      "  imgsrch load --wait local/sample",
      "  imgsrch load --inline --kafka kafka.example.com:9092 shop.csv"
    })
final class LoadCommand implements Callable<Integer> {
  private static final int NAMED = 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Parameters(
      paramLabel = "CSV_OR_FOLDER",
      description = "A CSV file, or a folder that holds a catalogue.csv.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private Path source;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      defaultValue = Addresses.KAFKA,
      description = "Kafka (default: ${DEFAULT-VALUE}).")
  private String kafka = Addresses.KAFKA;

  @Option(
      names = "--pictures",
      paramLabel = "URL",
      defaultValue = Addresses.PICTURES,
      description = "Picture host for local files (default: ${DEFAULT-VALUE}).")
  private URI pictures = URI.create(Addresses.PICTURES);

  @Option(
      names = "--api",
      paramLabel = "URL",
      defaultValue = Addresses.API,
      description = "The query API, asked by --wait (default: ${DEFAULT-VALUE}).")
  private URI api = URI.create(Addresses.API);

  @Option(names = "--wait", description = "Return only when every product is searchable.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
  private long timeoutSeconds;

  @Option(
      names = "--inline",
      description = "Send local files inside the events instead of through the picture host.")
  private boolean inline;

  @Override
  public Integer call() throws Exception {
    var catalogue = CatalogueCsv.read(source, System.currentTimeMillis());
    var out = spec.commandLine().getOut();
    var progress = ConsoleProgress.on(spec.commandLine().getErr());
    var delivery = inline ? new InlinePictures() : new PictureHostClient(pictures);
    try (var loader = CatalogueLoader.to(kafka, delivery)) {
      var report = loader.load(catalogue, progress);
      out.printf(
          Locale.ROOT,
          "Kafka acknowledged %,d products with %,d pictures in %.1f s%n",
          report.products(),
          report.pictures(),
          seconds(report.took()));
      var positions = report.positions();
      if (positions.size() <= SearchRequest.MAX_POSITIONS) {
        out.println("a search sees all of it with --min-position " + joined(positions));
      }
      out.flush();
    }
    return wait ? await(catalogue, progress, out) : ExitCode.OK;
  }

  private static String joined(List<Position> positions) {
    return positions.stream().map(Position::toString).collect(Collectors.joining(","));
  }

  private int await(Catalogue catalogue, LoadListener progress, PrintWriter out)
      throws ClientException, InterruptedException {
    var report =
        new SearchableWait(api).await(catalogue, Duration.ofSeconds(timeoutSeconds), progress);
    out.printf(
        Locale.ROOT,
        "%,d of %,d products are searchable after %.1f s; %,d pictures could not be used%n",
        report.searchable(),
        catalogue.products().size(),
        seconds(report.took()),
        report.failedPictures());
    out.flush();
    if (report.complete()) {
      return ExitCode.OK;
    }
    var named =
        report.waiting().stream()
            .limit(NAMED)
            .map(waiting -> "  " + waiting.key() + ": " + waiting.why())
            .collect(Collectors.joining("\n"));
    int more = report.waiting().size() - NAMED;
    throw new ClientException(
        "%d products are not searchable after %d s:\n%s%s"
            .formatted(
                report.waiting().size(),
                timeoutSeconds,
                named,
                more > 0 ? "\n  and " + more + " more" : ""));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
