package io.imgsrch.local.cli;

import io.imgsrch.config.event.Position;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.SearchClient;
import io.imgsrch.local.client.SearchRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code imgsrch search}: a photo finds its products. */
@Command(
    name = "search",
    description = "Finds the products in a photo.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imgsrch search photo.jpg",
      "  imgsrch search photo.jpg --merchant 3 --merchant 7 --top 5",
      "  imgsrch search photo.jpg --category Shoes --json",
      "  imgsrch search photo.jpg --min-position catalog.products:0:17"
    })
final class SearchCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private CommandSpec spec;

  @Parameters(paramLabel = "PHOTO", description = "A picture file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  private Path photo;

  @Option(
      names = "--merchant",
      paramLabel = "N",
      arity = "1..*",
      split = ",",
      description = "Only offers of these merchants.")
  private List<Long> merchants = List.of();

  @Option(names = "--category", paramLabel = "C", description = "Only offers of this category.")
  private @Nullable String category;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "10",
      description = "Products wanted, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--min-position",
      paramLabel = "TOPIC:PARTITION:OFFSET",
      split = ",",
      converter = PositionConverter.class,
      description = "Answer only once this event is reflected, as imgsrch load names it.")
  private List<Position> minPositions = List.of();

  @Option(names = "--json", description = "Print the answer as the platform gave it.")
  private boolean json;

  @Option(
      names = "--api",
      paramLabel = "URL",
      defaultValue = Addresses.API,
      description = "The query API (default: ${DEFAULT-VALUE}).")
  private URI api = URI.create(Addresses.API);

  @Override
  public Integer call() throws Exception {
    var request = new SearchRequest(bytes(), merchants, category, top, minPositions);
    var answer = new SearchClient(api).searchJson(request);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(new String(answer, StandardCharsets.UTF_8));
    } else {
      SearchTable.print(SearchClient.read(answer), out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private byte[] bytes() throws ClientException {
    if (!Files.isRegularFile(photo)) {
      throw new ClientException("there is no file " + photo);
    }
    try {
      return Files.readAllBytes(photo);
    } catch (IOException e) {
      throw new ClientException("cannot read the photo " + e.getMessage(), e);
    }
  }
}
