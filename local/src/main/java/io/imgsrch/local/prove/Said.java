package io.imgsrch.local.prove;

import io.imgsrch.local.client.SearchAnswer.Hit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the platform has said of each product so far: it may not go back on it. Safe for threads.
 */
final class Said {
  private final Map<String, Words> newest = new ConcurrentHashMap<>();

  /**
   * How far an offer had come.
   *
   * @param availability {@link Long#MIN_VALUE} before the first availability event
   * @param at when it had been said, of {@link System#nanoTime}
   */
  record Words(long content, long availability, boolean onSale, long at) {
    static Words of(Hit hit, long at) {
      return new Words(
          hit.contentVersion(), orLeast(hit.availabilityVersion()), /* onSale= */ true, at);
    }

    private boolean isOlderThan(Words other) {
      return content < other.content || availability < other.availability;
    }

    private boolean isEqualTo(Words other) {
      return content == other.content && availability == other.availability;
    }

    @Override
    public String toString() {
      return "content %d, availability %s, %s"
          .formatted(
              content,
              availability == Long.MIN_VALUE ? "none" : Long.toString(availability),
              onSale ? "on sale" : "gone");
    }
  }

  /** Notes words; older ones change nothing, and of equal ones those that came first stay. */
  void note(String key, Words words) {
    newest.merge(
        key,
        words,
        (before, now) -> {
          boolean keeps =
              now.isOlderThan(before) || (now.isEqualTo(before) && (now.onSale || !before.onSale));
          return keeps ? before : now;
        });
  }

  /**
   * What was said before a question was asked, and is taken back by the words of its answer; null
   * if nothing is.
   *
   * @param began when the question was asked
   */
  @Nullable Words takenBack(String key, Words answer, long began) {
    var before = newest.get(key);
    if (before == null || began - before.at <= 0) {
      return null;
    }
    boolean back =
        answer.isOlderThan(before) || (answer.isEqualTo(before) && answer.onSale && !before.onSale);
    return back ? before : null;
  }

  static long orLeast(@Nullable Long version) {
    return version == null ? Long.MIN_VALUE : version;
  }
}
