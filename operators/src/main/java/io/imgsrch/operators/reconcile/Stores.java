package io.imgsrch.operators.reconcile;

import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.event.StoredTable;
import java.io.IOException;
import java.util.Map;

/** What the stores hold. Calls block, within a deadline each; for one thread at a time. */
public interface Stores extends AutoCloseable {
  /** How many rows a table of the archive has. */
  long count(StoredTable table) throws IOException;

  /** The digest of each block of a table; a block without rows may be left out. */
  Map<Integer, BlockDigest> blocks(StoredTable table) throws IOException;

  /** The digest of each row of a block, by key; the sum of them where a key is there twice. */
  Map<String, Long> rows(StoredTable table, int block) throws IOException;

  /**
   * Deletes a row of the archive if it is still the one that was seen.
   *
   * @return whether it was
   */
  boolean delete(StoredTable table, String key, long digest) throws IOException;

  @Override
  void close();
}
