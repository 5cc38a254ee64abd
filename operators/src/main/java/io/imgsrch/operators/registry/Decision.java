package io.imgsrch.operators.registry;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Repair;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.operators.embed.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the registry hears of a picture beside who shows it.
 *
 * @param verdict null unless the picture was looked at
 * @param image what {@code catalog.images} says; null of a verdict, and where it says nothing
 * @param traceparent of the record; empty of a verdict, and of a record that is none
 */
public record Decision(
    String imagePk,
    Kind kind,
    @Nullable Verdict verdict,
    @Nullable ImageVector image,
    String traceparent) {

  /** Where it comes from. */
  public enum Kind {
    /** The picture was looked at. */
    VERDICT,
    /** {@code catalog.images} has a vector of the picture. */
    PUBLISHED,
    /** {@code catalog.images} says that there is no vector any more. */
    PURGED,
    /** {@code catalog.images} has a record of the picture that is none. */
    LOST,
    /** A store does not hold the picture right. */
    REPAIR,
    /** The archive has a picture of which {@code catalog.images} says nothing. */
    RECALL
  }

  /** The picture was looked at. */
  public static Decision of(Verdict verdict) {
    return new Decision(verdict.imagePk(), Kind.VERDICT, verdict, null, "");
  }

  /** A record of {@code catalog.images}, by this run of the job or an earlier one. */
  public static Decision of(ImageVector image) {
    var kind = image.gone() ? Kind.PURGED : Kind.PUBLISHED;
    return new Decision(image.imagePk(), kind, null, image, image.traceparent());
  }

  /** A record of {@code catalog.images} that is none. */
  public static Decision lost(String imagePk) {
    return new Decision(imagePk, Kind.LOST, null, null, "");
  }

  /** A store does not hold the picture right. */
  public static Decision of(Repair repair) {
    var unknown = repair.table() == StoredTable.IMAGES && repair.image() == null;
    var kind = unknown ? Kind.RECALL : Kind.REPAIR;
    return new Decision(repair.key(), kind, null, repair.image(), repair.traceparent());
  }
}
