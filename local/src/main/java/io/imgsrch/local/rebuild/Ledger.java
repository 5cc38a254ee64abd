package io.imgsrch.local.rebuild;

import io.imgsrch.config.digest.BlockDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a table has to hold, by the records that were copied into it. A row whose newest record was
 * left to the job that writes the table is the job's business. Takes some 300 bytes of memory a
 * row.
 */
final class Ledger {
  private final Map<String, Row> rows = new HashMap<>();
  private int looks;

  private static final class Row {
    private boolean mine;
    private boolean there;
    private long digest;
    private int seenInLook;
  }

  /**
   * What a look at the table found.
   *
   * @param differing keys of rows that are missing, twice there, of other content, or of no record
   * @param rows that have to be there
   */
  record Look(Set<String> differing, BlockDigest rows) {}

  /** Reads all rows of a table. */
  @FunctionalInterface
  interface Scan<E extends Exception> {
    void visit(RowVisitor visitor) throws E;
  }

  /** Takes a row. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(String key, long digest);
  }

  /** A record was copied: the table has this row, or none, of the key. */
  void copied(String key, OptionalLong digest) {
    var row = rows.computeIfAbsent(key, any -> new Row());
    row.mine = true;
    row.there = digest.isPresent();
    row.digest = digest.orElse(0);
  }

  /** A newer record was left to the job. */
  void left(String key) {
    rows.computeIfAbsent(key, any -> new Row()).mine = false;
  }

  /** How many rows there have to be. */
  long size() {
    return rows.values().stream().filter(row -> row.mine && row.there).count();
  }

  /** Compares a table with this. */
  <E extends Exception> Look look(Scan<E> scan) throws E {
    looks++;
    var differing = new TreeSet<String>();
    scan.visit((key, digest) -> see(key, digest, differing));
    var expected = BlockDigest.EMPTY;
    for (var entry : rows.entrySet()) {
      var row = entry.getValue();
      if (row.mine && row.there) {
        expected = expected.plus(row.digest);
        if (row.seenInLook != looks) {
          differing.add(entry.getKey());
        }
      }
    }
    return new Look(differing, expected);
  }

  private void see(String key, long digest, Set<String> differing) {
    var row = rows.get(key);
    if (row == null) {
      differing.add(key);
    } else if (row.mine) {
      if (!row.there || row.digest != digest || row.seenInLook == looks) {
        differing.add(key);
      }
      row.seenInLook = looks;
    }
  }
}
