package io.imgsrch.local.prove;

import java.io.IOException;
import java.time.Duration;

/**
 * Something that goes wrong and is put right again.
 *
 * @param name for people, parameters included
 * @param inject makes it go wrong; returns when it has
 * @param hold returns when it is to be healed
 * @param heal takes the cause away; the platform may take longer to recover
 */
public record Fault(String name, Action inject, Action hold, Action heal) {

  /** Does a part of a fault. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** Whether nobody may hear what Kafka has acknowledged, as long as it lasts. */
  boolean isOfKafka() {
    return name.startsWith("Kafka");
  }

  /** One that is over as soon as it has happened. */
  static Fault sudden(String name, Action inject) {
    return new Fault(name, inject, () -> {}, () -> {});
  }

  /** One that is healed after a time. */
  static Fault lasting(String name, Action inject, Duration held, Action heal) {
    return new Fault(name, inject, () -> Thread.sleep(held.toMillis()), heal);
  }
}
