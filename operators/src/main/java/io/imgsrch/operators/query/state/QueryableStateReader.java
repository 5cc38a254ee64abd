package io.imgsrch.operators.query.state;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.async.Deadlines;
import io.imgsrch.operators.async.InFlight;
import io.imgsrch.operators.query.Failures;
import io.imgsrch.operators.query.ValidityReader;
import io.imgsrch.operators.validity.ImageOffer;
import io.imgsrch.operators.validity.ValidityState;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.queryablestate.client.QueryableStateClient;
import org.apache.flink.queryablestate.exceptions.UnknownKeyOrNamespaceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the validity job's queryable state. The only class that knows Flink's client for it, which
 * is deprecated without a successor.
 *
 * <p>A read ends within its timeout, further attempts included: a call may hang without an error
 * while a task manager is down, so that one attempt gets half of the time. The proxies are tried in
 * turn, from the one that answered last, because a proxy knows only the jobs that run on its task
 * manager. While reads keep failing, most of them fail at once.
 */
// Flink deprecates its client for queryable state, and offers nothing in its place.
@SuppressWarnings("deprecation")
public final class QueryableStateReader implements ValidityReader {
  private static final Logger LOG = LoggerFactory.getLogger(QueryableStateReader.class);
  private static final int MAX_WAITING = 65_536;
  private static final int MAX_FAILURES = 32;
  private static final Duration BREAK = Duration.ofSeconds(1);
  private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration LOOKUP_PAUSE = Duration.ofMillis(500);
  private static final long CLOSE_SECONDS = 10;

  private final ValueStateDescriptor<Offer> offerState = ValidityState.offer();
  private final MapStateDescriptor<String, ImageOffer> imageOffersState =
      ValidityState.imageOffers();
  private final List<QueryableStateClient> proxies = new ArrayList<>();
  private final Duration timeout;
  private final InFlight inFlight;
  private final JobLookup job;
  private final Breaker breaker = new Breaker(MAX_FAILURES, BREAK, System::nanoTime);
  private final Deadlines deadlines = new Deadlines("imgsrch-state-deadlines");
  private volatile int preferred;
  private volatile String lastFailure = "";

  /**
   * Opens a client per proxy; connects with the first read.
   *
   * @throws ConfigurationException if a proxy's address is none
   */
  public QueryableStateReader(Settings settings) {
    timeout = settings.get(QueryOptions.STATE_TIMEOUT);
    inFlight = new InFlight(settings.get(QueryOptions.STATE_READS_IN_FLIGHT), MAX_WAITING);
    var rest = URI.create(settings.get(QueryOptions.FLINK_REST));
    job = new JobLookup(rest, ValidityState.JOB_NAME, LOOKUP_TIMEOUT, LOOKUP_PAUSE);
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

  @Override
  public CompletableFuture<List<ImageOffer>> imageOffers(String imagePk) {
    return read(
        new Read<MapState<String, ImageOffer>, List<ImageOffer>>(
            ValidityState.IMAGE_OFFERS, imagePk, imageOffersState, List.of()) {
          @Override
          List<ImageOffer> value(MapState<String, ImageOffer> state) throws Exception {
            var offers = new ArrayList<ImageOffer>();
            state.values().forEach(offers::add);
            return offers;
          }
        });
  }

  @Override
  public CompletableFuture<Optional<Offer>> offer(String productKey) {
    return read(
        new Read<ValueState<Offer>, Optional<Offer>>(
            ValidityState.OFFERS, productKey, offerState, Optional.empty()) {
          @Override
          Optional<Offer> value(ValueState<Offer> state) throws Exception {
            return Optional.ofNullable(state.value());
          }
        });
  }

  private <S extends State, T> CompletableFuture<T> read(Read<S, T> read) {
    if (!breaker.allows()) {
      return CompletableFuture.failedFuture(
          new StateReadException("the state has not answered for a while; lately: " + lastFailure));
    }
    return inFlight
        .call(
            () ->
                deadlines.within(
                    timeout,
                    attempt(read, preferred, Math.max(2, proxies.size())),
                    () ->
                        new StateReadException(
                            "%s of %s: no answer within %d ms"
                                .formatted(read.stateName, read.key, timeout.toMillis()))))
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

  private <S extends State, T> CompletableFuture<T> attempt(Read<S, T> read, int proxy, int left) {
    return job.id()
        .thenCompose(
            id ->
                deadlines.within(
                    timeout.dividedBy(2),
                    proxies
                        .get(proxy)
                        .getKvState(id, read.stateName, read.key, Types.STRING, read.descriptor),
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
                left > 1 && inTime(read)
                    ? attempt(read, (proxy + 1) % proxies.size(), left - 1)
                    : CompletableFuture.failedFuture(read.failure(Failures.unwrapped(error))));
  }

  private boolean inTime(Read<?, ?> read) {
    return System.nanoTime() - read.start < timeout.toNanos();
  }

  /** One read: what of, and what its answer means. */
  private abstract static class Read<S extends State, T> {
    final String stateName;
    final String key;
    final StateDescriptor<S, ?> descriptor;
    final T none;
    final long start = System.nanoTime();

    Read(String stateName, String key, StateDescriptor<S, ?> descriptor, T none) {
      this.stateName = stateName;
      this.key = key;
      this.descriptor = descriptor;
      this.none = none;
    }

    abstract T value(S state) throws Exception;

    CompletableFuture<T> answer(S state) {
      try {
        return CompletableFuture.completedFuture(value(state));
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /** A key that is not there is an answer, and no fault. */
    CompletableFuture<T> missing(Throwable error) {
      return error instanceof UnknownKeyOrNamespaceException
          ? CompletableFuture.completedFuture(none)
          : CompletableFuture.failedFuture(error);
    }

    /** Flink's messages carry stack traces: only the first line is for people. */
    StateReadException failure(Throwable error) {
      var reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
      return new StateReadException("%s of %s: %s".formatted(stateName, key, reason), error);
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
