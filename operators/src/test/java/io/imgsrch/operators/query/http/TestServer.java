package io.imgsrch.operators.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.event.Position;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.query.AvailabilityWriter.Availability;
import io.imgsrch.operators.query.Backends;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.FakeEmbedder;
import io.imgsrch.operators.query.FakeIndex;
import io.imgsrch.operators.query.FakeMirror;
import io.imgsrch.operators.query.FakeStandings;
import io.imgsrch.operators.query.FakeValidity;
import io.imgsrch.operators.query.FreshnessReport;
import io.imgsrch.operators.query.LiveFigures;
import io.imgsrch.operators.query.PhotoSource;
import io.imgsrch.operators.query.PictureUrls;
import io.imgsrch.operators.query.SearchLimits;
import io.imgsrch.operators.query.SearchMetrics;
import io.imgsrch.operators.query.SearchService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real server over fakes, and a client for it. */
final class TestServer implements AutoCloseable {
  static final int MAX_PICTURE_BYTES = 1_000_000;
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(2);

  final FakeIndex index = new FakeIndex();
  final FakeValidity validity = new FakeValidity();
  final FakeMirror mirror = new FakeMirror();
  final FakeStandings standings = new FakeStandings();
  final FakeEmbedder embedder = new FakeEmbedder();
  final List<ErrorCode> errors = new CopyOnWriteArrayList<>();
  final List<Long> latencies = new CopyOnWriteArrayList<>();
  final List<Availability> events = new CopyOnWriteArrayList<>();
  volatile @Nullable Exception writeFailure;
  volatile LiveFigures figures = new LiveFigures(0, 0, 0, 0, null, FreshnessReport.NONE);
  volatile boolean ejected;
  final SearchServer server;
  private final SearchService service;
  private final Backends backends =
      new Backends(index, validity, mirror, standings, embedder, PhotoSource.none(), this::written);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  TestServer() {
    this(new SearchLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), 4, 4_096, 16, 8, 256));
  }

  TestServer(SearchLimits limits) {
    this(limits, options(0, true));
  }

  TestServer(SearchLimits limits, ServerOptions options) {
    service = new SearchService(backends, limits, options.pictures(), () -> 5L);
    server = create(options);
    server.start();
  }

  static ServerOptions options(int port, boolean demoWrites) {
    return new ServerOptions(
        "127.0.0.1",
        port,
        8,
        64,
        MAX_PICTURE_BYTES,
        BODY_TIMEOUT,
        new PictureUrls("https://pictures.example:8443/{image_pk}.jpg"),
        demoWrites);
  }

  private CompletableFuture<Position> written(Availability event, String traceparent) {
    var error = writeFailure;
    if (error != null) {
      return CompletableFuture.failedFuture(error);
    }
    events.add(event);
    return CompletableFuture.completedFuture(new Position(Topic.AVAILABILITY, 3, 41));
  }

  /** Starts a further server over the same fakes. */
  void again(ServerOptions options) throws InterruptedException {
    again(options, () -> {});
  }

  /** What may wait. */
  interface Meanwhile {
    void run() throws InterruptedException;
  }

  /** Starts a further server over the same fakes, for as long as something takes. */
  void again(ServerOptions options, Meanwhile meanwhile) throws InterruptedException {
    try (var other = create(options)) {
      other.start();
      meanwhile.run();
    }
  }

  private SearchServer create(ServerOptions options) {
    return new SearchServer(
        options,
        backends,
        service,
        new SearchMetrics() {
          @Override
          public void answered(long millis) {
            latencies.add(millis);
          }

          @Override
          public void failed(ErrorCode code) {
            errors.add(code);
          }
        },
        () -> figures,
        () -> ejected);
  }

  /** An answer: its status, headers and body. */
  record Answer(HttpResponse<byte[]> response, JsonNode body) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  Answer get(String path) {
    return send(to(path).GET());
  }

  Answer search(String jsonBody) {
    return post("/v1/search", jsonBody);
  }

  Answer post(String path, String jsonBody) {
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(jsonBody)));
  }

  Answer search(Form form) {
    return send(
        to("/v1/search")
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.body())));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      var response = client.send(request.build(), BodyHandlers.ofByteArray());
      var type = response.headers().firstValue("Content-Type").orElse("");
      var body =
          type.contains("json")
              ? json.readTree(response.body())
              : json.getNodeFactory().textNode(new String(response.body(), StandardCharsets.UTF_8));
      return new Answer(response, body);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.close();
    service.close();
  }
}
