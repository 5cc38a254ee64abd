package io.imgsrch.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A host of pictures that answers 503 until it is back. */
final class ReturningHost implements AutoCloseable {
  private final AtomicBoolean back = new AtomicBoolean();
  private final HttpServer server;

  /** Serves one picture. */
  ReturningHost(Path picture) throws IOException {
    var bytes = Files.readAllBytes(picture);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (back.get()) {
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
            } else {
              exchange.sendResponseHeaders(503, -1);
            }
          }
        });
    server.start();
  }

  void comeBack() {
    back.set(true);
  }

  String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return "http://" + hostAndPort() + "/picture.jpg";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
