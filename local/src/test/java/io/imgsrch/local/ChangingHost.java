package io.imgsrch.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A picture host that gives other bytes at the same address whenever it is told to. */
final class ChangingHost implements AutoCloseable {
  private final HttpServer server;
  private volatile byte[] bytes = new byte[0];

  ChangingHost() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  void give(byte[] other) {
    bytes = other;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var given = bytes;
      exchange.sendResponseHeaders(200, given.length);
      exchange.getResponseBody().write(given);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
