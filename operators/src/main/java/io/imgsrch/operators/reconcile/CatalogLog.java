package io.imgsrch.operators.reconcile;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.StoredTable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where the topics stand. Calls block, within a deadline each; for one thread at a time. */
public interface CatalogLog extends AutoCloseable {
  /** How far the table's topic is known and stored. */
  Positions positions(StoredTable table) throws IOException;

  /** Where the partitions of the table's topic end, by partition. */
  Map<Integer, Long> ends(StoredTable table) throws IOException;

  /** The record of {@code catalog.images} at a place; empty if a newer one has replaced it. */
  Optional<ImageVector> image(int partition, long offset) throws IOException;

  @Override
  void close();
}
