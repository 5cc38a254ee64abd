package io.imgsrch.local.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives local files an address: {@code PUT /pictures/SHA256} stores the bytes that have this hash
 * (hexadecimal, lower case), {@code GET} serves them. On loopback.
 */
public final class PictureHost implements AutoCloseable {
  /** The largest picture that an event may refer to. */
  public static final int MAX_BYTES = 5 << 20;

  private static final Pattern PATH = Pattern.compile("/pictures/([0-9a-f]{64})");
  private static final int THREADS = 8;

  /** What happens to a picture on its way out. */
  @FunctionalInterface
  public interface Trouble {
    /**
     * May wait, on the thread that answers.
     *
     * @return the status to answer instead of the picture; 200 to answer the picture
     */
    int strike() throws InterruptedException;
  }

  private final HttpServer server;
  private final ThreadPoolExecutor executor;
  private final Path directory;
  private volatile Trouble trouble = () -> 200;

  private PictureHost(HttpServer server, ThreadPoolExecutor executor, Path directory) {
    this.server = server;
    this.executor = executor;
    this.directory = directory;
  }

  /** Strikes every picture that is asked for from now on. */
  public void strike(Trouble newTrouble) {
    trouble = newTrouble;
  }

  static PictureHost start(Path directory, int port) throws IOException {
    Files.createDirectories(directory);
    // Without it each answer waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    // A full queue makes the accepting thread answer: callers wait, nothing is lost.
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(16 * THREADS),
            new ThreadPoolExecutor.CallerRunsPolicy());
    PictureHost host = new PictureHost(server, executor, directory);
    server.setExecutor(executor);
    server.createContext("/", host::handle);
    server.start();
    return host;
  }

  /** The address under which a picture is served. */
  public String url(String sha256) {
    return "http://%s/pictures/%s".formatted(hostAndPort(), sha256);
  }

  /** What an allow-list needs to let this host through. */
  public String hostAndPort() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (!path.matches()) {
        answer(exchange, 404, "There is only /pictures/SHA256, in lower case.");
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "GET" -> {
          int status = struck();
          if (status == 200) {
            get(exchange, file(path.group(1)));
          } else {
            answer(exchange, status, "The picture host is in trouble.");
          }
        }
        case "PUT" -> put(exchange, path.group(1));
        default -> answer(exchange, 405, "Only GET and PUT are answered here.");
      }
    }
  }

  private int struck() throws IOException {
    try {
      return trouble.strike();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The picture host is closing", e);
    }
  }

  private void get(HttpExchange exchange, Path file) throws IOException {
    byte[] picture;
    try {
      picture = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      answer(exchange, 404, "No picture has this hash.");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", PictureType.of(picture));
    exchange.getResponseHeaders().set("Cache-Control", "public, max-age=31536000, immutable");
    exchange.sendResponseHeaders(200, picture.length == 0 ? -1 : picture.length);
    exchange.getResponseBody().write(picture);
  }

  private void put(HttpExchange exchange, String sha256) throws IOException {
    byte[] picture = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (picture.length > MAX_BYTES) {
      answer(exchange, 413, "A picture has at most " + MAX_BYTES + " bytes.");
      return;
    }
    if (!sha256.equals(Sha256.of(picture))) {
      answer(exchange, 422, "The bytes do not have the hash of the address.");
      return;
    }
    Path file = file(sha256);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), sha256, ".part");
      Files.write(part, picture);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    exchange.sendResponseHeaders(204, -1);
  }

  private Path file(String sha256) {
    return directory.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Ends the server; again does nothing. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
