package io.imgsrch.bench.drain;

import io.imgsrch.bench.machine.Processor;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Times how events that wait are worked off. */
public final class DrainClock {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier done;
  private final long end = System.nanoTime() + PATIENCE.toNanos();

  /**
   * @param done events done so far
   */
  public DrainClock(LongSupplier done) {
    this.done = done;
  }

  /**
   * Returns when all are done.
   *
   * @param before done already
   * @throws IOException if that takes more than ten minutes
   */
  public Drain time(long before, long events) throws IOException, InterruptedException {
    long first = await(before + events / 10);
    Processor.busyCores();
    long start = System.nanoTime();
    long last = await(before + events - events / 10);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    double busyCores = Processor.busyCores();
    await(before + events);
    return new Drain(last - first, seconds, busyCores);
  }

  /** Returns when so many are done, and says how many are. */
  public long await(long wanted) throws IOException, InterruptedException {
    for (long now = done.getAsLong(); ; now = done.getAsLong()) {
      if (now >= wanted) {
        return now;
      }
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "%d of %d events were done within %s".formatted(now, wanted, PATIENCE));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }
}
