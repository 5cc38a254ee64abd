package io.imgsrch.local.prove;

import java.time.Duration;
import java.util.Random;

/**
 * A kind of fault, whose parameters are drawn at random.
 *
 * @param name without parameters
 */
record FaultKind(String name, Draw draw) {

  /** Makes a fault of the kind. */
  @FunctionalInterface
  interface Draw {
    Fault draw(Random random);
  }

  /** A time between two bounds. */
  static Duration millis(Random random, int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least + 1));
  }
}
