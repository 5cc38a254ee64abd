package io.imgsrch.sinks.rebuild;

import java.io.IOException;
import java.util.List;

/**
 * A store's side of a rebuild that has begun: an empty successor stands beside what serves, to be
 * filled by whoever has the rows, and put in the place of what served. Calls block, each with a
 * deadline. For one thread.
 */
public interface StoreRebuild extends AutoCloseable {
  /** The successor, and where it is, for people. */
  String successor();

  /** What serves, or served before the switch. */
  String former();

  /** The successor's tables. */
  List<RebuiltTable<?>> tables();

  /** How many rows what serves has. */
  long formerRows() throws IOException;

  /** Makes the filled successor as fast as what serves. */
  void prepare() throws IOException;

  /**
   * Puts the successor in the place of what serves. Who reads or writes by the configured name
   * reaches the successor once this returns; what began before may still end in what served before.
   * After a failure it may be called again.
   */
  void switchOver() throws IOException;

  /** Drops what served before the switch. */
  void dropFormer() throws IOException;

  /** Drops the successor, which does not serve. */
  void discard() throws IOException;

  @Override
  void close();
}
