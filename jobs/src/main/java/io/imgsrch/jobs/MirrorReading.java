package io.imgsrch.jobs;

import io.imgsrch.operators.query.mirror.Freshness;
import io.imgsrch.operators.query.mirror.Mirror;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * A mirror and what reads it from the topics. For one thread at a time, but for {@link #wakeup}.
 */
final class MirrorReading implements AutoCloseable {
  private final long start = System.nanoTime();
  private final Consumer<byte[], byte[]> consumer;
  private final Mirror mirror;
  private final MirrorReader reader;
  private long loadMillis;

  /**
   * @param mirror an empty one
   * @param onUnreadable called for each record that is none of its topic
   */
  MirrorReading(Consumer<byte[], byte[]> consumer, Mirror mirror, Runnable onUnreadable) {
    this.consumer = consumer;
    this.mirror = mirror;
    this.reader = new MirrorReader(consumer, mirror, onUnreadable);
  }

  /** Reads from the beginnings to the ends as they are now, and publishes. */
  void load(BooleanSupplier closed) {
    reader.load(closed);
    loadMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Measures what it reads from now on. */
  void measure(Freshness by) {
    reader.measure(by);
  }

  /** Reads on until it is over. */
  void follow(BooleanSupplier over) {
    reader.follow(over);
  }

  /** Reads on for so long. */
  void follow(Duration time, BooleanSupplier closed) {
    long end = System.nanoTime() + time.toNanos();
    follow(() -> closed.getAsBoolean() || System.nanoTime() - end >= 0);
  }

  Mirror mirror() {
    return mirror;
  }

  /** What loading took. */
  long loadMillis() {
    return loadMillis;
  }

  /** Ends a poll with a {@link org.apache.kafka.common.errors.WakeupException}, from any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
