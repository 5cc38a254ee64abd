package io.imgsrch.operators.query.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BlockingArrayQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The socket, and its bounds: threads, waiting requests, idle and slow clients. */
final class Listener {
  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 1;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ServerOptions options;
  private final QueuedThreadPool threads;
  private @Nullable ServerConnector connector;

  Listener(ServerOptions options) {
    this.options = options;
    int all = options.threads() + ACCEPTORS + SELECTORS;
    threads =
        new QueuedThreadPool(
            all,
            Math.min(all, ACCEPTORS + SELECTORS + 2),
            (int) IDLE.toMillis(),
            0,
            new BlockingArrayQueue<>(options.maxQueued()),
            null);
    threads.setName("imgsrch-http");
  }

  Executor threads() {
    return threads;
  }

  void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.jetty.threadPool = threads;
    config.jetty.addConnector(this::connector);
    config.jetty.modifyServer(server -> server.setErrorHandler(new ProblemErrorHandler()));
    config.jetty.modifyServletContextHandler(
        handler -> handler.setErrorHandler(new ProblemErrorHandler()));
  }

  private Connector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    var opened = new ServerConnector(server, ACCEPTORS, SELECTORS, new HttpConnectionFactory(http));
    opened.setHost(options.host());
    opened.setPort(options.port());
    opened.setIdleTimeout(IDLE.toMillis());
    connector = opened;
    return opened;
  }

  void start(Javalin javalin) {
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      throw new IllegalStateException(
          "the query API cannot listen on %s:%d, because the port is in use or the address is not"
                  .formatted(options.host(), options.port())
              + " ours: change query.port or query.bind_host",
          e);
    }
  }

  int port() {
    if (connector == null) {
      throw new IllegalStateException("not started");
    }
    return connector.getLocalPort();
  }
}
