package io.imgsrch.operators.query.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.BlockingArrayQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket, and its bounds: threads, waiting requests, idle and slow clients. */
final class Listener {
  /** The selector accepts: Java loses a connection if it interrupts a thread that accepts one. */
  private static final int ACCEPTORS = 0;

  private static final int SELECTORS = 1;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** For the last answers to be written; who reads more slowly is cut off. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final ServerOptions options;
  private final QueuedThreadPool threads;
  private final GracefulHandler requests = new GracefulHandler();
  private final AcceptedChannels accepted = new AcceptedChannels();
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
    var problems = new ProblemErrorHandler(requests::isShutdown);
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(problems);
          server.setHandler(requests);
        });
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(problems));
  }

  private Connector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    var opened = new ServerConnector(server, ACCEPTORS, SELECTORS, new HttpConnectionFactory(http));
    opened.setHost(options.host());
    opened.setPort(options.port());
    opened.setIdleTimeout(IDLE.toMillis());
    opened.getSelectorManager().addEventListener(accepted);
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

  /** Refuses further requests, gives those on their way a while to be answered, and ends. */
  void stop(Javalin javalin) {
    try {
      requests.shutdown().get(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "{} requests had no answer when the server ended", requests.getCurrentRequestCount(), e);
    }
    javalin.stop();
    accepted.close();
  }

  int port() {
    if (connector == null) {
      throw new IllegalStateException("not started");
    }
    return connector.getLocalPort();
  }
}
