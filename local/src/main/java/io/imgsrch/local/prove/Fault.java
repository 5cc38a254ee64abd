package io.imgsrch.local.prove;

import java.io.IOException;
import java.time.Duration;

/**
 * Something that goes wrong and is put right again. A fault proxy or a failpoint joins by another
 * kind in {@link FaultKinds}.
 *
 * @param name for people, parameters included
 * @param inject makes it go wrong; returns when it has
 * @param held from then until it is healed
 * @param heal takes the cause away; the platform may take longer to recover
 */
public record Fault(String name, Action inject, Duration held, Action heal) {

  /** Does a part of a fault. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** One that is over as soon as it has happened. */
  static Fault sudden(String name, Action inject) {
    return new Fault(name, inject, Duration.ZERO, () -> {});
  }
}
