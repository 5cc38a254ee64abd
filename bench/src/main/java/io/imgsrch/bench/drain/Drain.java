package io.imgsrch.bench.drain;

/**
 * How fast events that were waiting were worked off, between the first and the last tenth of them:
 * a job's start and end are not counted.
 *
 * @param events counted
 * @param seconds that they took
 * @param busyCores cores of the machine that were busy meanwhile, whoever kept them so: Kafka too
 */
public record Drain(long events, double seconds, double busyCores) {

  public double perSecond() {
    return events / seconds;
  }

  public double perCoreSecond() {
    return perSecond() / Math.max(0.1, busyCores);
  }
}
