package io.imgsrch.operators.query.state;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.Breaker;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.InFlight;
import io.imgsrch.operators.query.Failures;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.State;
import org.apache.flink.queryablestate.client.QueryableStateClient;
import org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException;
import org.apache.flink.runtime.query.UnknownKvStateLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the queryable state of one job. The only class that knows Flink's client for it, which is
 * deprecated without a successor.
 *
 * <p>A read ends within its timeout, further attempts included: a call may hang without an error
 * while a task manager is down, so that one attempt gets half of the time. The proxies are tried in
 * turn, from the one that answered last, because a proxy knows only the jobs that run on its task
 * manager. While reads keep failing, most of them fail at once; as each job has a reader of its
 * own, one that is down does not hold up the reads of another.
 */
// Flink deprecates its client for queryable state, and offers nothing in its place.
@SuppressWarnings("deprecation")
public final class QueryableStateReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryableStateReader.class);
  private static final int MAX_WAITING = 65_536;
  private static final int MAX_FAILURES = 32;
  private static final Duration BREAK = Duration.ofSeconds(1);
  private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LOOKUP_PAUSE = Duration.ofMillis(500);
  private static final long CLOSE_SECONDS = 10;

  private final List<QueryableStateClient> proxies = new ArrayList<>();
  private final String name;
  private final Duration timeout;
  private final InFlight inFlight;
  private final JobLookup job;
  private final Breaker breaker = new Breaker(MAX_FAILURES, BREAK, System::nanoTime);
  private final Deadlines deadlines = new Deadlines("imgsrch-state-deadlines");
  private volatile int preferred;
  private volatile String lastFailure = "";

  /**
   * Opens a client per proxy; connects with the first read. So nothing waits here for a job that
   * starts later than its readers: until it runs reads fail, each naming it and its address, and
   * the query job says that it is not ready.
   *
   * @param jobName of whatever run of the job is the newest
   * @throws ConfigurationException if a proxy's address is none
   */
  QueryableStateReader(Settings settings, String jobName) {
    name =
        "the state of %s at %s"
            .formatted(jobName, String.join(",", settings.get(QueryOptions.STATE_PROXIES)));
    timeout = settings.get(QueryOptions.STATE_TIMEOUT);
    inFlight = new InFlight(settings.get(QueryOptions.STATE_READS_IN_FLIGHT), MAX_WAITING);
    var rest = URI.create(settings.get(QueryOptions.FLINK_REST));
    job = new JobLookup(rest, jobName, LOOKUP_TIMEOUT, LOOKUP_PAUSE);
    try {
      for (var address : settings.get(QueryOptions.STATE_PROXIES)) {
        proxies.add(client(address));
      }
      if (proxies.isEmpty()) {
        throw new ConfigurationException(QueryOptions.STATE_PROXIES.key() + " names no proxy");
      }
    } catch (ConfigurationException e) {
      close();
      throw e;
    }
  }

  /** As {@link #read(QueriedState, Object, Duration)}, within the timeout. */
  <K, T> CompletableFuture<T> read(QueriedState<K, ?, T> state, K key) {
    return read(state, key, timeout);
  }

  /**
   * What a state holds for a key.
   *
   * @param limit from when the read has its turn until it has failed
   * @return fails with {@link StateReadException}
   */
  <K, S extends State, T> CompletableFuture<T> read(
      QueriedState<K, S, T> state, K key, Duration limit) {
    if (!breaker.allows()) {
      return CompletableFuture.failedFuture(
          new StateReadException(
              "%s has not answered for a while; lately: %s".formatted(name, lastFailure)));
    }
    return inFlight
        .call(() -> startRead(new Read<>(state, key, limit, System.nanoTime())))
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                breaker.succeeded();
              } else {
                lastFailure = String.valueOf(Failures.unwrapped(error).getMessage());
                breaker.failed();
              }
            });
  }

  private <K, S extends State, T> CompletableFuture<T> startRead(Read<K, S, T> read) {
    return deadlines.within(
        read.limit,
        attempt(read, preferred, Math.max(2, proxies.size())),
        () ->
            new StateReadException(
                "%s of %s in %s: no answer within %d ms"
                    .formatted(read.state.name(), read.key, name, read.limit.toMillis())));
  }

  private <K, S extends State, T> CompletableFuture<T> attempt(
      Read<K, S, T> read, int proxy, int left) {
    return job.id()
        .thenCompose(
            id ->
                deadlines.within(
                    read.limit.dividedBy(2),
                    proxies
                        .get(proxy)
                        .getKvState(
                            id,
                            read.state.name(),
                            read.key,
                            read.state.keys(),
                            read.state.descriptor()),
                    () -> new TimeoutException("no answer from the proxy")))
        .thenCompose(read::answer)
        .exceptionallyCompose(error -> read.missing(Failures.unwrapped(error)))
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                preferred = proxy;
              } else {
                job.doubt();
              }
            })
        .exceptionallyCompose(
            error ->
                left > 1 && read.inTime() && !isStateUnknown(Failures.unwrapped(error))
                    ? attempt(read, (proxy + 1) % proxies.size(), left - 1)
                    : CompletableFuture.failedFuture(failure(read, Failures.unwrapped(error))));
  }

  /** Flink's messages carry stack traces: only the first line is for people. */
  private StateReadException failure(Read<?, ?, ?> read, Throwable error) {
    var reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return new StateReadException(
        "%s of %s in %s: %s".formatted(read.state.name(), read.key, name, reason),
        error,
        isStateUnknown(error));
  }

  /**
   * Whether the job says that it has no such state, which every proxy would hear. It comes as text.
   */
  private static boolean isStateUnknown(Throwable error) {
    return String.valueOf(error.getMessage()).contains(UnknownKvStateLocation.class.getName());
  }

  /** One read of one key. */
  private record Read<K, S extends State, T>(
      QueriedState<K, S, T> state, K key, Duration limit, long start) {
    boolean inTime() {
      return System.nanoTime() - start < limit.toNanos();
    }

    CompletableFuture<T> answer(S answered) {
      try {
        return CompletableFuture.completedFuture(state.contents().of(answered));
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /** A key that is not there is an answer, and no fault. */
    CompletableFuture<T> missing(Throwable error) {
      return error instanceof UnknownKeyOrNamespaceException
          ? CompletableFuture.completedFuture(state.none())
          : CompletableFuture.failedFuture(error);
    }
  }

  private static QueryableStateClient client(String address) {
    var parts = address.split(":", -1);
    try {
      if (parts.length == 2) {
        var client = new QueryableStateClient(parts[0], Integer.parseInt(parts[1]));
        // Without one, every read fails for lack of a serializer.
        client.setExecutionConfig(new ExecutionConfig());
        client.setUserClassLoader(QueryableStateReader.class.getClassLoader());
        return client;
      }
    } catch (UnknownHostException | IllegalArgumentException e) {
      LOG.debug("cannot use the proxy {}", address, e);
    }
    throw new ConfigurationException(
        "%s must hold the host:port of task managers, holds '%s'"
            .formatted(QueryOptions.STATE_PROXIES.key(), address));
  }

  @Override
  public void close() {
    job.close();
    deadlines.close();
    var closing =
        proxies.stream()
            .map(QueryableStateClient::shutdownAndHandle)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(closing).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the clients of queryable state do not close", e);
    }
  }
}
