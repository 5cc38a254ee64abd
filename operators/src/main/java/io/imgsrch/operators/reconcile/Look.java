package io.imgsrch.operators.reconcile;

import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.event.StoredTable;

/**
 * What a block of a table holds.
 *
 * @param round of looking at all tables, from 1
 * @param positions from before the look
 */
public record Look(
    StoredTable table, int block, long round, BlockDigest found, Positions positions) {

  /** The key of the block. */
  public String blockKey() {
    return ExpectedRow.blockKey(table, block);
  }
}
