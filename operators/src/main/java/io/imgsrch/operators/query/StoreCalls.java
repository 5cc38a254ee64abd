package io.imgsrch.operators.query;

import io.imgsrch.operators.async.Breaker;
import io.imgsrch.operators.async.Deadlines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Calls of the vector store by all searches: each has a deadline, and while the store keeps failing
 * most are not worth their time. For any thread.
 */
final class StoreCalls {
  private static final int MAX_FAILURES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Deadlines deadlines;
  private final Duration timeout;
  private final Breaker breaker = new Breaker(MAX_FAILURES, PAUSE, System::nanoTime);

  StoreCalls(Deadlines deadlines, Duration timeout) {
    this.deadlines = deadlines;
    this.timeout = timeout;
  }

  /** Whether a call may well be answered. Counts as a call where it may. */
  boolean worthwhile() {
    return breaker.allows();
  }

  /**
   * Makes a call.
   *
   * @return fails with {@link ErrorCode#INDEX_UNAVAILABLE}
   */
  <T> CompletableFuture<T> make(Supplier<CompletableFuture<T>> call) {
    return deadlines
        .within(
            timeout,
            orUnavailable(call),
            () -> unavailable("gave no answer within " + timeout.toMillis() + " ms"))
        .whenComplete(
            (answer, error) -> {
              if (error == null) {
                breaker.succeeded();
              } else {
                breaker.failed();
              }
            });
  }

  /** What fails without {@link ErrorCode#INDEX_UNAVAILABLE}, with it. */
  static <T> CompletableFuture<T> orUnavailable(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get()
          .exceptionally(
              error -> {
                throw new CompletionException(failed(Failures.unwrapped(error)));
              });
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(failed(e));
    }
  }

  private static QueryException failed(Throwable cause) {
    return new QueryException(ErrorCode.INDEX_UNAVAILABLE, "the vector store failed", cause);
  }

  static QueryException unavailable(String how) {
    return new QueryException(ErrorCode.INDEX_UNAVAILABLE, "the vector store " + how);
  }
}
