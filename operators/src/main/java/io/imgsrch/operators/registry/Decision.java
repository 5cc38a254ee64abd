package io.imgsrch.operators.registry;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.operators.embed.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the registry hears of a picture beside who shows it.
 *
 * @param verdict null unless the picture was looked at
 */
public record Decision(String imagePk, Kind kind, @Nullable Verdict verdict) {

  /** Where it comes from. */
  public enum Kind {
    /** The picture was looked at. */
    VERDICT,
    /** {@code catalog.images} has a vector of the picture. */
    PUBLISHED,
    /** {@code catalog.images} says that there is no vector any more. */
    PURGED
  }

  /** The picture was looked at. */
  public static Decision of(Verdict verdict) {
    return new Decision(verdict.imagePk(), Kind.VERDICT, verdict);
  }

  /** A record of {@code catalog.images}, by this run of the job or an earlier one. */
  public static Decision of(ImageVector image) {
    return new Decision(image.imagePk(), image.gone() ? Kind.PURGED : Kind.PUBLISHED, null);
  }
}
