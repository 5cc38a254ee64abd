package io.imgsrch.operators.query.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Clients that connect to a port again and again, whether a server is there or not. */
final class Visitors implements AutoCloseable {
  private static final int COUNT = 4;

  /** A hundred times as long as an answer takes. */
  private static final int PATIENCE_MILLIS = 5_000;

  private static final byte[] REQUEST =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(US_ASCII);

  private final int port;
  private final Semaphore answers = new Semaphore(0);
  private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
  private final List<Future<?>> visits;
  private volatile boolean over;

  Visitors(int port) {
    this.port = port;
    visits =
        IntStream.range(0, COUNT)
            .<Future<?>>mapToObj(i -> threads.submit(this::visitAgainAndAgain))
            .toList();
  }

  private Void visitAgainAndAgain() throws IOException {
    while (!over) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(REQUEST);
        if (socket.getInputStream().readAllBytes().length > 0) {
          answers.release();
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError(
            "a server took a connection, and neither answered nor closed it", e);
      } catch (IOException e) {
        // No server, or one that ends: the client knows at once.
        Thread.onSpinWait();
      }
    }
    return null;
  }

  /** Returns once some client has an answer that it had not before, or none is left to get one. */
  void awaitAnswer() throws InterruptedException {
    answers.drainPermits();
    while (!answers.tryAcquire(10, TimeUnit.MILLISECONDS)
        && !visits.stream().allMatch(Future::isDone)) {
      Thread.onSpinWait();
    }
  }

  /** Ends the visits; fails if one of them hung. */
  void awaitEachVisit() throws InterruptedException, ExecutionException {
    over = true;
    for (var visit : visits) {
      visit.get();
    }
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
  }
}
