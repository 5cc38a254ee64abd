package io.imgsrch.operators.assemble;

import io.imgsrch.config.ReliabilityOptions;
import io.imgsrch.config.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When failed pictures are tried again: waits that double, up to a bound, each shortened at random
 * by up to half, so that a host that comes back does not get all of them at once.
 *
 * @param retries after the event's own attempts
 * @param first longest wait before the first retry
 * @param longest wait between any two
 * @param inFlight products of a subtask whose pictures are on the way
 */
record RetrySchedule(int retries, Duration first, Duration longest, int inFlight)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static RetrySchedule of(Settings settings) {
    return new RetrySchedule(
        settings.get(ReliabilityOptions.REPLAY_MAX_RETRIES),
        settings.get(ReliabilityOptions.REPLAY_BASE_DELAY),
        settings.get(ReliabilityOptions.REPLAY_MAX_DELAY),
        settings.get(ReliabilityOptions.REPLAY_IN_FLIGHT));
  }

  /** The wait in milliseconds after so many retries. */
  long millis(int retriesDone) {
    long doubled = first.toMillis() << Math.min(retriesDone, 20);
    long most = Math.min(doubled, longest.toMillis());
    return most - ThreadLocalRandom.current().nextLong(most / 2 + 1);
  }
}
