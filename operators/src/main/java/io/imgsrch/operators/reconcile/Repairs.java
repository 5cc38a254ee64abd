package io.imgsrch.operators.reconcile;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.event.Topic;
import io.imgsrch.config.trace.Traceparent;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs rows. What should not be in the archive is deleted from it, or its guard would keep a row
 * that claims to be newer than the truth; the truth is then written by the one who writes the key,
 * in order with everything else that is said of it. It is asked for a row of which the topic says
 * nothing, too: the topic may have lost it. The vector store is written by the registry alone,
 * deletions too.
 */
final class Repairs {
  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);
  private static final Pattern IMAGE_PK = Pattern.compile("[0-9a-f]{64}");

  private Repairs() {}

  /** What came of a wrong row. */
  enum Result {
    /** The archive is right again, or will be once the repair was read. */
    REPAIRED,
    /** The row changed in the meantime. */
    CHANGED,
    /** Nobody may touch such a row. */
    REFUSED
  }

  /**
   * What came of a row.
   *
   * @param repair to be sent; null if there is nothing to be written
   */
  record Outcome(Result result, @Nullable Repair repair) {}

  static Outcome repair(WrongRow row, Stores stores, CatalogLog log) throws IOException {
    var seen = row.sighting();
    boolean archived = row.table() != StoredTable.VECTORS;
    if (!archived && !IMAGE_PK.matcher(row.key()).matches()) {
      LOG.error("Delete it by hand, its key is none of ours: {}", row.key());
      return new Outcome(Result.REFUSED, null);
    }
    Optional<ImageVector> image = Optional.empty();
    if (row.known() && row.table().topic() == Topic.IMAGES) {
      image = log.image(row.partition(), seen.offset());
      if (image.isEmpty()) {
        return new Outcome(Result.CHANGED, null);
      }
    }
    if (archived && seen.found() != null && !stores.delete(row.table(), row.key(), seen.found())) {
      return new Outcome(Result.CHANGED, null);
    }
    if (row.table() == StoredTable.BITMAPS && !row.known()) {
      return new Outcome(Result.REPAIRED, null);
    }
    return new Outcome(
        Result.REPAIRED,
        new Repair(row.table(), row.key(), image.orElse(null), Traceparent.create()));
  }
}
