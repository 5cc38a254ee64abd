package io.imgsrch.operators.query.state;

import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.batch.BatchAddress;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.Frames;
import io.imgsrch.operators.batch.KeyBatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one subtask for the values of its keys, on one connection. It answers in the order in which
 * it was asked. One answer that does not come in time ends the connection, and with it all that
 * wait: whoever they are, and whether they write or read.
 */
final class SubtaskConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SubtaskConnection.class);
  private static final int MAX_AWAITED = 1_024;
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

  private final BatchAddress address;
  private final Frames frames;
  private final Deadlines deadlines;
  private final Queue<CompletableFuture<BatchAnswer>> awaited =
      new LinkedBlockingQueue<>(MAX_AWAITED);
  private final Object sending = new Object();
  private volatile boolean closed;

  private SubtaskConnection(BatchAddress address, Frames frames, Deadlines deadlines) {
    this.address = address;
    this.frames = frames;
    this.deadlines = deadlines;
  }

  /**
   * Connects.
   *
   * @param timeout to connect
   */
  static SubtaskConnection open(BatchAddress address, Duration timeout, Deadlines deadlines)
      throws IOException {
    var socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(address.host(), address.port()),
          Math.toIntExact(timeout.toMillis()));
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot reach %s: %s".formatted(address, e.getMessage()), e);
    }
    var frames = new Frames(socket);
    try {
      frames.writeToken(address.token());
    } catch (IOException e) {
      frames.close();
      throw e;
    }
    return new SubtaskConnection(address, frames, deadlines);
  }

  boolean isOpen() {
    return !closed;
  }

  /**
   * Asks for keys.
   *
   * @param limit after which nobody waits any more
   * @return fails with {@link StateReadException}
   */
  CompletableFuture<BatchAnswer> ask(KeyBatch keys, Duration limit) {
    // First of all: it also frees those whom the other side does not let write.
    var answer = deadlines.within(limit, new CompletableFuture<BatchAnswer>(), () -> late(limit));
    try {
      send(keys.toBytes(), answer);
    } catch (IOException e) {
      end(failure(String.valueOf(e.getMessage()), e));
    }
    return answer;
  }

  private StateReadException late(Duration limit) {
    var late = failure("no answer within %d ms".formatted(limit.toMillis()), null);
    end(late);
    return late;
  }

  private void send(byte[] request, CompletableFuture<BatchAnswer> answer) throws IOException {
    synchronized (sending) {
      if (closed || !awaited.offer(answer)) {
        answer.completeExceptionally(
            failure(
                closed ? "the connection has ended" : MAX_AWAITED + " answers are awaited", null));
        return;
      }
      frames.write(request);
    }
  }

  /** Hands out answers until the connection ends. */
  void read() {
    try {
      while (true) {
        var answer = BatchAnswer.of(frames.read(MAX_ANSWER_BYTES));
        var asked = awaited.poll();
        if (asked == null) {
          throw new IOException("an answer that nobody asked for");
        }
        asked.complete(answer);
      }
    } catch (IOException | RuntimeException e) {
      end(failure(String.valueOf(e.getMessage()), e));
    }
  }

  private void end(StateReadException reason) {
    closed = true;
    try {
      frames.close();
    } catch (IOException e) {
      LOG.debug("the connection to {} does not close", address, e);
    }
    for (var asked = awaited.poll(); asked != null; asked = awaited.poll()) {
      asked.completeExceptionally(reason);
    }
  }

  private StateReadException failure(String reason, @Nullable Throwable cause) {
    return new StateReadException("%s: %s".formatted(address, reason), cause);
  }

  @Override
  public void close() {
    end(failure("the reader is closed", null));
  }
}
