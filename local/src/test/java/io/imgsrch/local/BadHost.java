package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A host of pictures that does everything wrong, and an address where nobody listens. */
final class BadHost implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int DRIPS = 300;
  private static final long DRIP_MILLIS = 100;
  private static final int LARGE = 30_000_000;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;
  private final int silentPort;

  BadHost() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setExecutor(threads);
    serve("/not-found", exchange -> answer(exchange, 404, "no".getBytes(UTF_8)));
    serve("/denied", exchange -> answer(exchange, 403, "no".getBytes(UTF_8)));
    serve("/failing", exchange -> answer(exchange, 503, "no".getBytes(UTF_8)));
    serve("/web-page", exchange -> answer(exchange, 200, "<html>hello</html>".getBytes(UTF_8)));
    serve("/redirect-loop", exchange -> redirect(exchange, "/redirect-loop"));
    serve("/redirect-private", exchange -> redirect(exchange, "http://10.0.0.1/secret.jpg"));
    serve("/large-download", exchange -> zeros(exchange, LARGE));
    serve("/endless-download", exchange -> zeros(exchange, 0));
    serve("/cut-connection", BadHost::hangUp);
    serve("/drip", this::drip);
    server.start();
    try (var socket = new ServerSocket(0, 1, loopback)) {
      silentPort = socket.getLocalPort();
    }
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void serve(String path, Handler handler) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            handler.handle(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String silentHostAndPort() {
    return "127.0.0.1:" + silentPort;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("location", location);
    exchange.sendResponseHeaders(302, -1);
  }

  /** Thirty megabytes, of announced length or chunk by chunk. */
  private static void zeros(HttpExchange exchange, int announced) throws IOException {
    exchange.sendResponseHeaders(200, announced);
    var chunk = new byte[1 << 16];
    for (int left = LARGE; left > 0; left -= chunk.length) {
      exchange.getResponseBody().write(chunk, 0, Math.min(left, chunk.length));
    }
  }

  private static void hangUp(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000);
    exchange.getResponseBody().write(new byte[100]);
    exchange.getResponseBody().flush();
  }

  private void drip(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, DRIPS);
    for (int i = 0; i < DRIPS && !closed.await(DRIP_MILLIS, TimeUnit.MILLISECONDS); i++) {
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
