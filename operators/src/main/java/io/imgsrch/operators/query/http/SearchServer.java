package io.imgsrch.operators.query.http;

import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.query.AvailabilityChanges;
import io.imgsrch.operators.query.Backends;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.LiveFigures;
import io.imgsrch.operators.query.Products;
import io.imgsrch.operators.query.QueryException;
import io.imgsrch.operators.query.Readiness;
import io.imgsrch.operators.query.SearchMetrics;
import io.imgsrch.operators.query.SearchService;
import io.imgsrch.operators.query.TraceContext;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The query API. Requests never wait on a thread for a store. */
public final class SearchServer implements AutoCloseable {
  /** Whoever asks whether the server is ready does not wait much longer. */
  private static final Duration READINESS_LIMIT = Duration.ofSeconds(2);

  private final Backends backends;
  private final SearchService searches;
  private final Products products;
  private final AvailabilityChanges availability;
  private final SearchMetrics metrics;
  private final BooleanSupplier ejected;
  private final ServerOptions options;
  private final Deadlines deadlines = new Deadlines("imgsrch-readiness-deadlines");
  private final Listener listener;
  private final Replies replies;
  private final PageFiles page;
  private final LiveEvents live;
  private final byte[] openApi;
  private final Javalin javalin;

  /**
   * Uses the backends and the service, and leaves closing them to its caller.
   *
   * @param ejected whether it was decided that searches are not to be answered
   */
  public SearchServer(
      ServerOptions options,
      Backends backends,
      SearchService searches,
      SearchMetrics metrics,
      Supplier<LiveFigures> figures,
      BooleanSupplier ejected) {
    this.options = options;
    this.backends = backends;
    this.searches = searches;
    this.products = new Products(backends);
    this.availability = new AvailabilityChanges(backends, System::currentTimeMillis);
    this.metrics = metrics;
    this.ejected = ejected;
    this.listener = new Listener(options);
    this.replies = new Replies(metrics, listener.threads());
    this.page = new PageFiles(options.pictures().origin(), options.demoWrites());
    // A listener may hold a thread; most of them stay for searches.
    this.live = new LiveEvents(figures, listener.threads(), options.threads() / 4);
    this.openApi = Resources.bytes("openapi.yaml");
    this.javalin =
        Javalin.create(
            config -> {
              listener.configure(config);
              routes(config.routes);
            });
  }

  /**
   * Listens.
   *
   * @throws IllegalStateException if the port is taken
   */
  public void start() {
    listener.start(javalin);
    live.start();
  }

  /** The port it listens on. */
  public int port() {
    return listener.port();
  }

  /** What is served, as {@code METHOD path}. */
  List<String> endpoints() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .toList();
  }

  /** Whoever waits for an answer is told at once that there will be none here. */
  @Override
  public void close() {
    live.close();
    replies.stop();
    listener.stop(javalin);
    deadlines.close();
  }

  private void routes(RoutesConfig routes) {
    routes.before(
        ctx -> {
          ctx.header(Traceparent.HEADER, RequestTrace.of(ctx).traceparent());
          ctx.header("X-Content-Type-Options", "nosniff");
        });
    routes.get("/", page::home);
    routes.get("/page/{file}", page::file);
    routes.post("/v1/search", this::search);
    routes.get("/v1/products/{merchant_id}/{product_id}", this::product);
    routes.post("/v1/availability", this::availability);
    routes.get("/v1/events", live::listen);
    routes.get("/v1/mirror", ctx -> replies.json(ctx, 200, backends.mirror().report()));
    routes.post("/v1/mirror/rebuild", this::rebuildMirror);
    routes.get("/health/live", ctx -> replies.json(ctx, 200, new Liveness("live")));
    routes.get("/health/ready", this::ready);
    routes.get("/openapi.yaml", ctx -> ctx.contentType("application/yaml").result(openApi));
    routes.exception(Exception.class, this::failed);
    // Javalin's own handler of these is more specific than ours.
    routes.exception(HttpResponseException.class, this::failed);
  }

  private void failed(Exception error, Context ctx) {
    TraceContext.run(RequestTrace.of(ctx).id(), () -> replies.failed(ctx, error));
  }

  private record Liveness(String status) {}

  private void search(Context ctx) {
    long start = System.nanoTime();
    var traceId = RequestTrace.of(ctx).id();
    var request = RequestBody.search(ctx, options);
    replies.later(
        ctx,
        () -> searches.search(request, traceId),
        answer -> {
          replies.json(ctx, 200, answer);
          metrics.answered((System.nanoTime() - start) / 1_000_000);
        });
  }

  private void product(Context ctx) {
    long merchantId = merchantId(ctx.pathParam("merchant_id"));
    var productId = ctx.pathParam("product_id");
    var traceId = RequestTrace.of(ctx).id();
    replies.later(
        ctx,
        () -> products.product(merchantId, productId, traceId),
        view -> replies.json(ctx, 200, view));
  }

  private void availability(Context ctx) {
    SameSite.requireAddress(ctx);
    var wish = AvailabilityRequest.read(RequestBody.json(ctx, options));
    if (!options.demoWrites()) {
      throw new QueryException(
          ErrorCode.WRITES_OFF, "write to catalog.availability, or set query.demo_writes");
    }
    var traceparent = RequestTrace.of(ctx).traceparent();
    replies.later(
        ctx,
        () ->
            availability.change(wish.merchantId(), wish.productId(), wish.available(), traceparent),
        accepted -> replies.json(ctx, 202, accepted));
  }

  private void rebuildMirror(Context ctx) {
    SameSite.requireAddress(ctx);
    backends.mirror().rebuild();
    replies.json(ctx, 202, backends.mirror().report());
  }

  private static long merchantId(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw QueryException.ofField(ErrorCode.WRONG_TYPE, "merchant_id", "must be an integer");
    }
  }

  private void ready(Context ctx) {
    replies.later(
        ctx,
        () -> Readiness.of(backends, ejected.getAsBoolean(), deadlines, READINESS_LIMIT),
        readiness -> replies.json(ctx, readiness.ready() ? 200 : 503, readiness));
  }
}
