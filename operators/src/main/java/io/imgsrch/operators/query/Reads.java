package io.imgsrch.operators.query;

import io.imgsrch.operators.async.InFlight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reads of the state of one request: many at a time, none of which ends the request. */
final class Reads {
  private static final Logger LOG = LoggerFactory.getLogger(Reads.class);

  private final int maxInFlight;
  private final InFlight inFlight;
  private final BooleanSupplier over;
  private int succeeded;
  private int failed;
  private @Nullable Throwable lastFailure;

  /**
   * @param maxInFlight reads on the way
   * @param maxReads reads that wait for their turn
   * @param over whether the request is over, so that waiting reads need not be made
   */
  Reads(int maxInFlight, int maxReads, BooleanSupplier over) {
    this.maxInFlight = maxInFlight;
    this.inFlight = new InFlight(maxInFlight, maxReads);
    this.over = over;
  }

  /** What one read gave: a value, or an error. */
  record Result<K, V>(K key, @Nullable V value, @Nullable Throwable error) {}

  /** Reads all keys; the results are in the order of the keys. */
  <K, V> CompletableFuture<List<Result<K, V>>> all(
      List<K> keys, Function<K, CompletableFuture<V>> read) {
    var reads = new ArrayList<CompletableFuture<Result<K, V>>>(keys.size());
    for (var key : keys) {
      reads.add(
          inFlight
              .call(() -> over.getAsBoolean() ? abandoned() : read.apply(key))
              .handle((value, error) -> new Result<>(key, value, error)));
    }
    return together(reads);
  }

  /**
   * Reads all keys, as many at once as reads may be on the way; the results are in the order of the
   * keys.
   *
   * @param read gives a future for each key
   */
  <K, V> CompletableFuture<List<Result<K, V>>> allAtOnce(
      List<K> keys, Function<List<K>, Map<K, CompletableFuture<V>>> read) {
    var results = CompletableFuture.completedFuture(List.<Result<K, V>>of());
    for (int from = 0; from < keys.size(); from += maxInFlight) {
      var some = keys.subList(from, Math.min(keys.size(), from + maxInFlight));
      results =
          results.thenCompose(
              before ->
                  readTogether(some, read)
                      .thenApply(now -> Stream.concat(before.stream(), now.stream()).toList()));
    }
    return results;
  }

  private <K, V> CompletableFuture<List<Result<K, V>>> readTogether(
      List<K> keys, Function<List<K>, Map<K, CompletableFuture<V>>> read) {
    CompletableFuture<Map<K, CompletableFuture<V>>> started =
        over.getAsBoolean() ? abandoned() : CompletableFuture.completedFuture(keys).thenApply(read);
    return together(
        keys.stream()
            .map(
                key ->
                    started
                        .thenCompose(reads -> Objects.requireNonNull(reads.get(key)))
                        .handle((value, error) -> new Result<>(key, value, error)))
            .toList());
  }

  private static <T> CompletableFuture<List<T>> together(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
  }

  /** Notes how a read went. Called by one thread at a time. */
  boolean succeeded(Result<?, ?> result) {
    if (result.error() == null) {
      succeeded++;
      return true;
    }
    failed++;
    lastFailure = result.error();
    LOG.debug("cannot read the state of {}", result.key(), result.error());
    return false;
  }

  /** Whether the state seems to be away, so that more reads are in vain. */
  boolean allFailed() {
    return failed > 0 && succeeded == 0;
  }

  boolean noneFailed() {
    return failed == 0;
  }

  /** Says that reads failed. */
  void report() {
    if (failed > 0) {
      LOG.warn(
          "{} of {} reads of the state failed, the last with {}",
          failed,
          failed + succeeded,
          String.valueOf(lastFailure));
    }
  }

  /**
   * Ends a search that could read nothing.
   *
   * @throws QueryException if reads failed and none succeeded: nothing is known of any candidate
   */
  void requireAny() {
    if (allFailed() && lastFailure != null) {
      throw new QueryException(
          ErrorCode.STATE_UNAVAILABLE,
          "none of " + failed + " candidates could be read, so that none may be shown",
          lastFailure);
    }
  }

  private static <V> CompletableFuture<V> abandoned() {
    return CompletableFuture.failedFuture(new CancellationException("the search is over"));
  }
}
