package io.imgsrch.config.fault;

import org.jspecify.annotations.Nullable;

/**
 * A place in the jobs where a fault can be brought about. It is armed by code of the same JVM and
 * by nothing else: there is no setting, no variable and no request that reaches it.
 *
 * <p>Off, as it is in production, a place costs the read of one field of a constant and a branch.
 */
public enum Failpoint {
  /** A record is about to become an event, or a dead letter. */
  DECODE,
  /** The guard has remembered a product's newest revision and not yet passed it on. */
  GUARDED,
  /** The pictures of an event are about to be asked for. */
  FETCH,
  /** The pictures of an event were all tried; the task has not heard of it. */
  FETCHED,
  /** A listing is in the state, with its pictures, and not yet passed on. */
  ASSEMBLED,
  /** A picture is noted as asked for, and its embedding is not yet asked for. */
  DEDUPLICATED,
  /** A picture is about to be decoded and embedded, on a thread of the embedding. */
  INFERENCE,
  /** A picture has its verdict; the task has not heard of it. */
  EMBEDDED,
  /** The registry has remembered a verdict and not yet published the vector. */
  REGISTERED,
  /** A listing or an availability is in the state, and the merged offer is not yet published. */
  MERGED,
  /** A picture's offers have changed, and its bitmap is not yet published. */
  IMAGE_MAINTAINED,
  /** A record of one of our topics is about to be handed to Kafka's producer. */
  KAFKA_SEND,
  /** A batch is about to be written to Milvus, on the sink's thread. */
  MILVUS_WRITE,
  /** Milvus has taken a batch and PostgreSQL has not; the task has not heard of it. */
  MILVUS_WRITTEN,
  /** A batch is about to be written to PostgreSQL, on the sink's thread. */
  POSTGRES_WRITE,
  /** PostgreSQL has executed a batch's statements and not committed them. */
  POSTGRES_COMMIT,
  /** PostgreSQL has committed a batch; the task has not heard of it. */
  POSTGRES_COMMITTED,
  /** The sink into Milvus is about to be flushed for a checkpoint. */
  MILVUS_FLUSH,
  /** The sink into Milvus was flushed for a checkpoint, which is not yet taken. */
  MILVUS_FLUSHED,
  /** A sink into PostgreSQL is about to be flushed for a checkpoint. */
  POSTGRES_FLUSH,
  /** A sink into PostgreSQL was flushed for a checkpoint, which is not yet taken. */
  POSTGRES_FLUSHED,
  /** The index or validity job takes a snapshot of its state, on the task's thread. */
  SNAPSHOT,
  /** A checkpoint of the index or validity job is complete, and is about to be told of. */
  SNAPSHOT_COMPLETE;

  // Being armed is the one thing that changes about it, and is for the whole JVM on purpose.
  // Volatile, for the threads of running tasks; on x86 its read is a plain load.
  @SuppressWarnings("ImmutableEnumChecker")
  private volatile @Nullable Fault armed;

  /** To be called at the place. Does nothing unless a fault is armed. */
  public void reach() {
    var fault = armed;
    if (fault != null) {
      fault.strike(this);
    }
  }

  /** Arms the place with a fault, in place of any other, which is disarmed. */
  public synchronized Fault arm(Fault fault) {
    disarm();
    armed = fault;
    return fault;
  }

  /** Makes the place harmless again; whoever is blocked at it goes on. */
  public synchronized void disarm() {
    var fault = armed;
    armed = null;
    if (fault != null) {
      fault.release();
    }
  }

  /** Makes all places harmless. */
  public static void disarmAll() {
    for (var place : values()) {
      place.disarm();
    }
  }
}
