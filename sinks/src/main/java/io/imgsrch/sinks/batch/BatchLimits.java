package io.imgsrch.sinks.batch;

import java.io.Serializable;
import java.time.Duration;

/**
 * The bounds of a writer.
 *
 * @param rows in one batch, at the most
 * @param bytes in one batch, about; a single larger row is a batch of its own
 * @param age longest wait of a row for others
 * @param flush longest flush; beyond it the checkpoint fails
 * @param open longest attempt to open the store
 * @param close longest closing of the store
 * @param opening between the attempts to open the store
 * @param backoff between the attempts of one batch
 */
public record BatchLimits(
    int rows,
    long bytes,
    Duration age,
    Duration flush,
    Duration open,
    Duration close,
    Backoff opening,
    Backoff backoff)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Batches that may wait in memory while one is written; beyond it the stream is held back. */
  private static final int WAITING_BATCHES = 2;

  boolean fillsBatch(int waitingRows, long waitingBytes) {
    return waitingRows >= rows || waitingBytes >= bytes;
  }

  boolean fillsBuffer(int waitingRows, long waitingBytes) {
    return waitingRows >= WAITING_BATCHES * rows || waitingBytes >= WAITING_BATCHES * bytes;
  }
}
