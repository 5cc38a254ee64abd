package io.imgsrch.sinks.rebuild;

import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.batch.BlockingBatches;
import java.io.IOException;
import java.util.OptionalLong;

/** A table of a successor, and the compacted topic that it is made of. */
public interface RebuiltTable<T> {
  /** For people. */
  String name();

  /** Every row's newest record is in it. */
  Topic topic();

  /** Whether the store itself keeps an older row from taking the place of a newer one. */
  boolean guarded();

  /**
   * What a record asks of the table.
   *
   * @throws IOException if it is no record of the topic's kind
   */
  T read(byte[] value, int partition, long offset) throws IOException;

  /** The key in the topic. */
  String key(T change);

  /** The digest of the row that there is to be; empty if there is to be none. */
  OptionalLong digest(T change);

  /** Opens the table for writing, wherever the successor is by now. */
  BlockingBatches<T> open() throws IOException;

  /** Takes a row that is in the store. */
  @FunctionalInterface
  interface Visitor {
    void visit(String key, long digest);
  }

  /** Reads all rows of the successor, each with the digest of what is really in it. */
  void scan(Visitor visitor) throws IOException;
}
