package io.imgsrch.sinks.batch;

import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits that double, up to a bound, each shortened at random by up to half so that the tasks of a
 * job do not come back all at once.
 *
 * @param retries after the first attempt
 * @param first longest wait before the first retry
 * @param longest wait between any two attempts
 */
public record Backoff(int retries, Duration first, Duration longest) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Ten seconds of waiting, and the attempts beside: outlives the restart of a store. */
  public static final Backoff DEFAULT =
      new Backoff(8, Duration.ofMillis(100), Duration.ofSeconds(3));

  /** Between the attempts to open a client. */
  public static Backoff ofOpening(Settings settings) {
    return new Backoff(
        settings.get(ReliabilityOptions.INIT_MAX_RETRIES),
        settings.get(ReliabilityOptions.INIT_BASE_DELAY),
        settings.get(ReliabilityOptions.INIT_MAX_DELAY));
  }

  /** The wait before a retry, in milliseconds; the first retry is number 1. */
  public long millis(int retry) {
    var doubled = first.toMillis() << Math.min(retry - 1, 20);
    var most = Math.min(doubled, longest.toMillis());
    return most - ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }
}
