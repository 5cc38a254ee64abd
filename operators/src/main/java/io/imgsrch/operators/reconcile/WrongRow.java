package io.imgsrch.operators.reconcile;

import io.imgsrch.config.event.StoredTable;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row that is wrong for sure.
 *
 * @param sighting the later one
 * @param partition of the record behind the expectation; -1 of a row that none is known of
 */
record WrongRow(StoredTable table, String key, Sighting sighting, int partition) {

  /** Whether a record of the topic tells of the row. */
  boolean known() {
    return partition >= 0;
  }

  /** For people. */
  @Override
  public String toString() {
    return "Wrong row in the %s: %s should be %s and is %s"
        .formatted(table.label(), key, describe(sighting.expected()), describe(sighting.found()));
  }

  private static String describe(@Nullable Long digest) {
    return digest == null ? "absent" : HexFormat.of().toHexDigits(digest);
  }
}
