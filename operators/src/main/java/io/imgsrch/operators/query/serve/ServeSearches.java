package io.imgsrch.operators.query.serve;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Opened;
import io.imgsrch.operators.progress.ProgressBook;
import io.imgsrch.operators.query.AuditOptions;
import io.imgsrch.operators.query.Backends;
import io.imgsrch.operators.query.SearchLimits;
import io.imgsrch.operators.query.SearchService;
import io.imgsrch.operators.query.TopicLog;
import io.imgsrch.operators.query.http.SearchServer;
import io.imgsrch.operators.query.http.ServerOptions;
import io.imgsrch.operators.query.position.AwaitedPositions;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Answers searches over HTTP on the task manager that it runs on, and notes how far the catalogue's
 * streams were read. Requests never pass through the stream, and nothing of them is checkpointed.
 */
public final class ServeSearches extends ProcessFunction<Change, Void> {
  private static final long serialVersionUID = 1L;
  private static final long UNKNOWN_AGE = -1;

  private final Settings settings;
  private final ServerOptions options;
  private final BackendFactories factories;
  private transient @Nullable Opened opened;
  private transient @Nullable StreamProgress progress;
  private transient @Nullable NewestOffers newest;
  private transient @Nullable ProgressBook book;
  private transient @Nullable SearchServer server;

  public ServeSearches(Settings settings, BackendFactories factories) {
    this(settings, ServerOptions.of(settings), factories);
  }

  ServeSearches(Settings settings, ServerOptions options, BackendFactories factories) {
    this.settings = settings;
    this.options = options;
    this.factories = factories;
  }

  /**
   * Opens the stores' clients, learns how far the offers have come, and then opens the server.
   *
   * @throws IllegalStateException if the port is taken
   */
  @Override
  public void open(OpenContext openContext) throws Exception {
    var metricGroup = getRuntimeContext().getMetricGroup();
    var streams = new StreamProgress(System::currentTimeMillis);
    metricGroup.gauge("changes_read", (Gauge<Long>) streams::changes);
    metricGroup.gauge(
        "index_age_ms",
        (Gauge<Long>)
            () -> {
              var age = streams.millis();
              return age == null ? UNKNOWN_AGE : age;
            });
    var opening = new Opened();
    opened = opening;
    progress = streams;
    var offers = new NewestOffers(settings.get(QueryOptions.REMEMBERED_OFFERS));
    newest = offers;
    var backends = opening.add(factories.open(settings, offers, metricGroup), Backends::close);
    var jobs = new ProgressBook();
    book = jobs;
    var log = opening.add(factories.log().open(settings), TopicLog::close);
    var positions =
        opening.add(new AwaitedPositions(jobs, log, backends.mirror()), AwaitedPositions::close);
    var searches =
        opening.add(
            new SearchService(
                backends,
                SearchLimits.of(settings),
                options.pictures(),
                streams,
                positions,
                AuditOptions.of(settings),
                new FlinkAuditMetrics(metricGroup)),
            SearchService::close);
    server =
        opening.add(
            new SearchServer(
                options,
                backends,
                searches,
                new FlinkSearchMetrics(metricGroup),
                () -> streams.figures(backends.mirror().freshness()),
                streams::ejected),
            SearchServer::close);
    server.start();
  }

  @Override
  public void processElement(Change change, Context context, Collector<Void> out) {
    if (progress != null) {
      progress.read(change);
    }
    var report = change.progress();
    if (book != null && report != null) {
      book.note(report);
    }
    var mark = change.offer();
    if (newest != null && mark != null) {
      newest.note(mark);
    }
  }

  /** The port that the server listens on. */
  int port() {
    if (server == null) {
      throw new IllegalStateException("not open");
    }
    return server.port();
  }

  /** Also called after {@link #open} failed halfway. */
  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
