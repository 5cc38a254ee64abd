package io.imgsrch.operators.query.state;

import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.Threads;
import io.imgsrch.operators.batch.BatchAddress;
import io.imgsrch.operators.batch.BatchAnswer;
import io.imgsrch.operators.batch.KeyBatch;
import io.imgsrch.operators.batch.Subtasks;
import io.imgsrch.operators.query.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the subtasks that hold the keys themselves, and goes by Flink's proxies where there is no
 * connection yet, or none any more: while a job starts, after it has failed, where its task manager
 * cannot be reached, or is of a version that does not say where.
 */
final class DirectReads<T> implements BatchedReads.State<T>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectReads.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration CONNECT_PAUSE = Duration.ofSeconds(1);

  private final BatchedReads.State<T> proxied;
  private final Function<KeyBatch, CompletableFuture<BatchAddress>> addresses;
  private final LongSupplier nanoClock;
  private final Counter byProxy;
  private final Deadlines deadlines = new Deadlines("imgsrch-subtask-deadlines");
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Threads.named("imgsrch-subtasks"));
  private final Map<Integer, SubtaskConnection> connections = new ConcurrentHashMap<>();
  private final AtomicBoolean connecting = new AtomicBoolean();

  /** When a connection to a subtask was last begun; only for the one who connects. */
  private final Map<Integer, Long> begun = new ConcurrentHashMap<>();

  /** As the connections say; until one is open, all keys are those of the first. */
  private volatile Subtasks subtasks = new Subtasks(1, 1);

  private volatile boolean closed;

  /**
   * @param addresses asks by the proxies where the subtask answers that holds the first key
   * @param nanoClock as {@link System#nanoTime}
   * @param byProxy counts the batches that went by the proxies
   */
  DirectReads(
      BatchedReads.State<T> proxied,
      Function<KeyBatch, CompletableFuture<BatchAddress>> addresses,
      LongSupplier nanoClock,
      Counter byProxy) {
    this.proxied = proxied;
    this.addresses = addresses;
    this.nanoClock = nanoClock;
    this.byProxy = byProxy;
  }

  @Override
  public CompletableFuture<BatchAnswer> ask(KeyBatch keys, Duration limit) {
    int holder = subtasks.holderOf(keys.keys().get(0));
    var connection = connections.get(holder);
    if (connection == null || !connection.isOpen()) {
      connect(holder, keys);
      return byProxy(keys, limit);
    }
    long start = nanoClock.getAsLong();
    return connection
        .ask(keys, limit.dividedBy(2))
        .exceptionallyCompose(
            error -> {
              LOG.debug("by the proxies", error);
              return byProxy(keys, limit.minusNanos(nanoClock.getAsLong() - start));
            });
  }

  private CompletableFuture<BatchAnswer> byProxy(KeyBatch keys, Duration limit) {
    byProxy.inc();
    return proxied.ask(keys, limit);
  }

  @Override
  public CompletableFuture<Optional<T>> askForOne(String key) {
    return proxied.askForOne(key);
  }

  /**
   * Connects, unless it is being done. Whoever ends connections at once is not asked all the time.
   */
  private void connect(int holder, KeyBatch keys) {
    if (closed || !connecting.compareAndSet(false, true)) {
      return;
    }
    if (!begins(holder)) {
      connecting.set(false);
      return;
    }
    var unused =
        addresses
            .apply(keys)
            .thenAcceptAsync(this::open, threads)
            .whenComplete(
                (opened, error) -> {
                  connecting.set(false);
                  if (error != null) {
                    LOG.debug("no connection to a subtask", Failures.unwrapped(error));
                  }
                });
  }

  private boolean begins(int subtask) {
    long now = nanoClock.getAsLong();
    var last = begun.get(subtask);
    if (last != null && now - last < CONNECT_PAUSE.toNanos()) {
      return false;
    }
    begun.put(subtask, now);
    return true;
  }

  private void open(BatchAddress address) {
    try {
      var connection = SubtaskConnection.open(address, CONNECT_TIMEOUT, deadlines);
      if (!address.subtasks().equals(subtasks)) {
        connections.values().forEach(SubtaskConnection::close);
        connections.clear();
        begun.clear();
        begins(address.subtask());
        subtasks = address.subtasks();
      }
      var former = connections.put(address.subtask(), connection);
      if (former != null) {
        former.close();
      }
      if (closed) {
        connection.close();
        return;
      }
      threads.execute(connection::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    connections.values().forEach(SubtaskConnection::close);
    deadlines.close();
    Threads.stop(threads);
  }
}
