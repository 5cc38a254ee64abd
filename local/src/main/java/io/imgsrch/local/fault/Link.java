package io.imgsrch.local.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through a proxy: a socket and a thread for each side. */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int PIECE = 16 * 1024;
  private static final int CONNECT_MILLIS = 5_000;
  private static final Duration FOR_GOOD = Duration.ofDays(1);

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final InetSocketAddress upstream;
  private final Thread requests;
  private final Thread answers;

  volatile boolean lostBytes;

  Link(FaultProxy proxy, String name, Socket client, InetSocketAddress upstream) {
    this.proxy = proxy;
    this.client = client;
    this.upstream = upstream;
    requests = daemon("imgsrch-faults to " + name, this::connectAndPump);
    answers = daemon("imgsrch-faults from " + name, () -> pump(server, client, true));
  }

  void start() {
    requests.start();
  }

  private void connectAndPump() {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(upstream, CONNECT_MILLIS);
    } catch (IOException e) {
      LOG.debug("nobody answers at {}", upstream, e);
      end();
      return;
    }
    answers.start();
    pump(client, server, false);
  }

  private void pump(Socket from, Socket to, boolean answer) {
    var piece = new byte[PIECE];
    try {
      var in = from.getInputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (!pass(piece, length, to, answer)) {
          return;
        }
      }
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end();
      }
    } catch (IOException e) {
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
    }
  }

  /** Does to a piece what is asked for just now; false if the connection is over. */
  private boolean pass(byte[] piece, int length, Socket to, boolean answer)
      throws IOException, InterruptedException {
    var now = proxy.disturbance();
    switch (now.kind()) {
      case NONE -> to.getOutputStream().write(piece, 0, length);
      case DELAY -> {
        proxy.strike();
        proxy.awaitChange(now, now.delay());
        to.getOutputStream().write(piece, 0, length);
      }
      case HANG -> {
        proxy.strike();
        proxy.awaitChange(now, FOR_GOOD);
        return pass(piece, length, to, answer);
      }
      case BLACK_HOLE -> {
        proxy.strike();
        lostBytes = true;
      }
      case RESET -> {
        if (answer) {
          proxy.strike();
          reset();
          return false;
        }
        to.getOutputStream().write(piece, 0, length);
      }
      case HALF_ANSWER -> {
        to.getOutputStream().write(piece, 0, answer ? length / 2 : length);
        if (answer) {
          proxy.strike();
          end();
          return false;
        }
      }
      case CUT, REFUSE -> {
        end();
        return false;
      }
    }
    return true;
  }

  /** Closes both sides in order. */
  void close() {
    end();
  }

  /** Closes the client's side with a reset, and the server's in order. */
  void reset() {
    try {
      client.setSoLinger(true, 0);
    } catch (IOException e) {
      LOG.debug("the client was faster", e);
    }
    end();
  }

  private void end() {
    for (var socket : new Socket[] {client, server}) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("a socket does not close", e);
      }
    }
    proxy.ended(this);
  }

  void join(Duration atMost) throws IOException {
    try {
      requests.join(atMost.toMillis());
      answers.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a connection was closed", e);
    }
  }

  static Thread daemon(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
