package io.imgsrch.operators.query;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Adds up what the stages of one search take; used by one thread after the other. */
final class Stopwatch {
  enum Stage {
    EMBED,
    VECTORS,
    FILTER,
    CHECK
  }

  private static final double NANOS_PER_MILLI = 1e6;

  private final long start = System.nanoTime();
  private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

  /** Counts the time until the work, which has just begun, is done. */
  <T> CompletableFuture<T> time(Stage stage, CompletableFuture<T> work) {
    long begin = System.nanoTime();
    return work.whenComplete(
        (value, error) -> nanos.merge(stage, System.nanoTime() - begin, Long::sum));
  }

  /** Counts the time of some work. */
  <T> T time(Stage stage, Supplier<T> work) {
    long begin = System.nanoTime();
    T done = work.get();
    nanos.merge(stage, System.nanoTime() - begin, Long::sum);
    return done;
  }

  Timings timings() {
    return new Timings(
        millis(Stage.EMBED),
        millis(Stage.VECTORS),
        millis(Stage.FILTER),
        millis(Stage.CHECK),
        rounded((System.nanoTime() - start) / NANOS_PER_MILLI));
  }

  private double millis(Stage stage) {
    return rounded(nanos.getOrDefault(stage, 0L) / NANOS_PER_MILLI);
  }

  /** To hundredths: finer digits are noise. */
  static double rounded(double millis) {
    return Math.round(millis * 100) / 100.0;
  }
}
