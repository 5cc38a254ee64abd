package io.imgsrch.operators.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * By how much a log grew lately: since two rounds ago, and since twenty seconds ago at least. That
 * is how old a metric may be that Flink tells: it gathers them after being asked, for the next who
 * asks, and not more often than every ten seconds.
 */
final class Growth {
  private static final int ROUNDS = 2;
  private static final long MILLIS = 20_000;

  private final List<Sample> samples = new ArrayList<>();

  private record Sample(long millis, long end) {}

  /**
   * Notes where the log ends now.
   *
   * @return empty if that was noted for too short a time
   */
  OptionalLong add(long nowMillis, long end) {
    samples.add(new Sample(nowMillis, end));
    while (samples.size() > ROUNDS + 1 && nowMillis - samples.get(1).millis >= MILLIS) {
      samples.remove(0);
    }
    var oldest = samples.get(0);
    boolean enough = samples.size() > ROUNDS && nowMillis - oldest.millis >= MILLIS;
    return enough ? OptionalLong.of(end - oldest.end) : OptionalLong.empty();
  }
}
