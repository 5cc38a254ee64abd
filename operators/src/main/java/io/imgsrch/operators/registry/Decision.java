package io.imgsrch.operators.registry;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Repair;
import io.imgsrch.operators.embed.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the registry hears of a picture beside who shows it.
 *
 * @param verdict null unless the picture was looked at
 * @param image of a repair, what {@code catalog.images} says; null otherwise, and if it says
 *     nothing
 * @param traceparent of a repair; empty otherwise
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
    /** A store does not hold the picture right. */
    REPAIR
  }

  /** The picture was looked at. */
  public static Decision of(Verdict verdict) {
    return new Decision(verdict.imagePk(), Kind.VERDICT, verdict, null, "");
  }

  /** A record of {@code catalog.images}, by this run of the job or an earlier one. */
  public static Decision of(ImageVector image) {
    var kind = image.gone() ? Kind.PURGED : Kind.PUBLISHED;
    return new Decision(image.imagePk(), kind, null, null, "");
  }

  /** A store does not hold the picture right. */
  public static Decision of(Repair repair) {
    return new Decision(repair.key(), Kind.REPAIR, null, repair.image(), repair.traceparent());
  }
}
