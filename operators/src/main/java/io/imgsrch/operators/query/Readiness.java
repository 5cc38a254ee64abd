package io.imgsrch.operators.query;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.operators.async.Deadlines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether searches can be answered now: each store gets the questions of a search, which it answers
 * with no. They also find the way to the state before the first search needs it. While the mirror
 * is being read, searches are answered by the state, only slower.
 *
 * @param ready whether all checks are
 */
public record Readiness(boolean ready, List<Check> checks) {
  private static final String NO_PICTURE = Digest.sha256(new byte[0]);
  private static final String NOT_SERVING =
      "NOT_SERVING: PostgreSQL and the state differ by too many offers, see bitmap.pg_rocksdb_diff";
  private static final String NO_PRODUCT = ProductKey.of(0, "");

  /**
   * One store.
   *
   * @param problem null if it is ready
   */
  public record Check(String name, boolean ready, @Nullable String problem) {}

  /**
   * Asks all stores. Never fails, and takes no longer than the limit.
   *
   * @param limit for each store; one that gives no answer in time is not ready
   * @param ejected whether PostgreSQL and the state were found to differ by too many offers
   */
  public static CompletableFuture<Readiness> of(
      Backends backends, boolean ejected, Deadlines deadlines, Duration limit) {
    Supplier<Exception> tooLate =
        () -> new TimeoutException("no answer within " + limit.toMillis() + " ms");
    var vectors =
        check(
            "vector_store",
            deadlines.within(limit, backends.vectors().present(List.of(NO_PICTURE)), tooLate));
    var validity = backends.validity();
    var state =
        check(
            "queryable_state",
            deadlines.within(
                limit,
                validity
                    .offer(NO_PRODUCT)
                    .thenCombine(validity.imageOffers(NO_PICTURE), (a, b) -> a),
                tooLate));
    var agreement = check("archive_agreement", ejected ? NOT_SERVING : null);
    var mirror = check("catalogue_mirror", backends.mirror().problem());
    return vectors.thenCombine(state, (a, b) -> of(List.of(a, b, agreement, mirror)));
  }

  private static Readiness of(List<Check> checks) {
    return new Readiness(checks.stream().allMatch(Check::ready), checks);
  }

  private static CompletableFuture<Check> check(String name, CompletableFuture<?> answer) {
    return answer.handle(
        (value, error) ->
            check(
                name,
                error == null ? null : String.valueOf(Failures.unwrapped(error).getMessage())));
  }

  private static Check check(String name, @Nullable String problem) {
    return new Check(name, problem == null, problem);
  }
}
