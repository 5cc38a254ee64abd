package io.imgsrch.operators.query.http;

import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.EventLatency;
import io.imgsrch.operators.query.LiveFigures;
import io.imgsrch.operators.query.QueryException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells its listeners each second what went by on the streams, as server-sent events. The events
 * are heartbeats too. Listeners are few, and a slow one misses events.
 */
final class LiveEvents implements AutoCloseable {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<LiveFigures> figures;
  private final Executor writers;
  private final int maxListeners;
  private final Semaphore room;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor ticker =
      new ScheduledThreadPoolExecutor(1, Threads.named("imgsrch-live"));
  private long lastChanges;
  private long lastNanos = System.nanoTime();

  /**
   * @param writers write the events; each listener holds one of these threads at the most
   */
  LiveEvents(Supplier<LiveFigures> figures, Executor writers, int maxListeners) {
    this.figures = figures;
    this.writers = writers;
    this.maxListeners = maxListeners;
    this.room = new Semaphore(maxListeners);
  }

  /** One event. */
  record Event(
      double changesPerSecond,
      long changes,
      @Nullable Double dedupRatio,
      long deadLetters,
      @Nullable Long indexAgeMs,
      EventLatency eventToSearchableMs,
      EventLatency eventToHiddenMs) {}

  void start() {
    var unused =
        ticker.scheduleAtFixedRate(this::tick, SECOND_NANOS, SECOND_NANOS, TimeUnit.NANOSECONDS);
  }

  /** Adds a listener until it goes or the server closes. */
  void listen(Context ctx) throws IOException {
    SameSite.require(ctx);
    if (!room.tryAcquire()) {
      throw new QueryException(
          ErrorCode.OVERLOADED, maxListeners + " listeners are there already: try later");
    }
    var response = ctx.res();
    response.setContentType("text/event-stream");
    response.setHeader("Cache-Control", "no-store");
    var connection = new Connection(response.getOutputStream());
    ctx.future(() -> connection.done);
    connections.add(connection);
    connection.send(": at most one event a second\n\n");
  }

  private void tick() {
    long now = System.nanoTime();
    var seen = figures.get();
    double rate = (seen.changes() - lastChanges) * (double) SECOND_NANOS / (now - lastNanos);
    lastChanges = seen.changes();
    lastNanos = now;
    var event =
        new Event(
            rate,
            seen.changes(),
            seen.dedupRatio(),
            seen.deadLetters(),
            seen.indexAgeMs(),
            seen.freshness().searchable(),
            seen.freshness().hidden());
    var text = "data: " + new String(ApiJson.write(event), StandardCharsets.UTF_8) + "\n\n";
    connections.forEach(connection -> connection.send(text));
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    connections.forEach(Connection::end);
  }

  /** A listener. */
  private final class Connection {
    private final OutputStream body;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    Connection(OutputStream body) {
      this.body = body;
    }

    void send(String text) {
      if (writing.compareAndSet(false, true)) {
        try {
          writers.execute(() -> write(text));
        } catch (RejectedExecutionException e) {
          end();
        }
      }
    }

    private void write(String text) {
      try {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
        writing.set(false);
      } catch (IOException e) {
        end(); // the listener went
      }
    }

    void end() {
      if (connections.remove(this)) {
        room.release();
        done.complete(null);
      }
    }
  }
}
