package io.imgsrch.bench.ingest;

import io.imgsrch.bench.drain.Drain;

/**
 * What was measured one after the other.
 *
 * @param model new pictures, embedded without a job
 * @param embedded the same pictures through the job
 * @param known events with pictures that the job has seen
 */
public record Repetition(Drain model, Drain embedded, Drain known) {

  /** Which part of what the model does alone the job does. */
  double ratio() {
    return embedded.perSecond() / model.perSecond();
  }
}
