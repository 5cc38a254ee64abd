package io.imgsrch.operators.batch;

import io.imgsrch.config.PortRange;
import io.imgsrch.operators.async.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers batches on connections of its own, each on the thread of its connection and in the order
 * in which they came. What is no batch, or cannot be answered, ends its connection: who asked goes
 * by Flink's proxies then, and hears why.
 */
public final class BatchServer implements AutoCloseable {
  /** Later clients go by Flink's proxies. */
  static final int MAX_CONNECTIONS = 64;

  private static final Logger LOG = LoggerFactory.getLogger(BatchServer.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_INTRODUCTION = Duration.ofSeconds(10);
  private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;
  private static final long KEEP_THREAD_SECONDS = 10;

  private final ServerSocket listener;
  private final Duration maxSilence;
  private final BatchedState<?> batched;
  private final long token = new SecureRandom().nextLong();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          1 + MAX_CONNECTIONS,
          KEEP_THREAD_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Threads.named("imgsrch-batches"));

  /** Answers batches, on one thread. */
  @FunctionalInterface
  interface Answers {
    /** The bytes of a {@link BatchAnswer}. */
    byte[] to(KeyBatch batch) throws Exception;
  }

  /**
   * Listens.
   *
   * @param bind address of this machine
   * @param maxSilence after which a connection is ended
   * @throws IOException if none of the ports is free
   */
  public BatchServer(
      InetAddress bind, PortRange ports, Duration maxSilence, BatchedState<?> batched)
      throws IOException {
    this(listener(bind, ports), maxSilence, batched);
  }

  /** Closes the listener. */
  BatchServer(ServerSocket listener, Duration maxSilence, BatchedState<?> batched) {
    this.listener = listener;
    this.maxSilence = maxSilence;
    this.batched = batched;
    threads.execute(this::accept);
  }

  private static ServerSocket listener(InetAddress bind, PortRange ports) throws IOException {
    var failure = new IOException("cannot listen at any port of %s at %s".formatted(ports, bind));
    for (int port : ports.ports().toArray()) {
      try {
        return new ServerSocket(port, MAX_CONNECTIONS, bind);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /**
   * Where it answers.
   *
   * @param host by which others know this machine
   */
  public BatchAddress address(String host) {
    return batched.address(host, port(), token);
  }

  private int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        acceptOne();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever ends the threads could not close the listener
    }
  }

  /** What fails, for want of files say, is not tried again without a pause. */
  private void acceptOne() throws InterruptedException {
    try {
      serve(listener.accept());
    } catch (IOException e) {
      if (!listener.isClosed()) {
        LOG.warn("no connection at port {}: its client reads by Flink's proxies", port(), e);
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private void serve(Socket connection) throws IOException {
    open.add(connection);
    try {
      threads.execute(() -> answer(connection));
    } catch (RejectedExecutionException e) {
      LOG.debug("no thread for a connection of {}", connection, e);
      end(connection);
    }
    // Or it was added behind the back of the one who closes all.
    if (listener.isClosed()) {
      end(connection);
    }
  }

  private void answer(Socket connection) {
    try (var frames = new Frames(connection)) {
      connection.setSoTimeout(Math.min(millis(maxSilence), millis(MAX_INTRODUCTION)));
      if (frames.readToken() != token) {
        throw new IOException("another server was meant");
      }
      connection.setSoTimeout(millis(maxSilence));
      var answers = batched.answers();
      while (true) {
        frames.write(answers.to(KeyBatch.of(frames.read(MAX_REQUEST_BYTES))));
      }
    } catch (Exception e) {
      // The end of every connection; a client that did not want it goes by the proxies.
      LOG.debug("the connection {} has ended", connection, e);
    } finally {
      open.remove(connection);
    }
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  private void end(Socket connection) throws IOException {
    open.remove(connection);
    connection.close();
  }

  /** Ends all connections and waits for their threads. */
  @Override
  public void close() throws IOException {
    try {
      listener.close();
      for (var connection : open) {
        connection.close();
      }
    } finally {
      Threads.stop(threads);
    }
  }
}
