package io.imgsrch.operators.registry;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Repair;
import io.imgsrch.operators.embed.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Something to decide on a picture.
 *
 * @param verdict null of a repair
 * @param image what {@code catalog.images} says of a picture that a store does not hold right; null
 *     of a verdict, and if the topic does not know it
 * @param traceparent of the repair; empty of a verdict
 */
public record Decision(
    String imagePk, @Nullable Verdict verdict, @Nullable ImageVector image, String traceparent) {

  /** The picture was looked at. */
  public static Decision of(Verdict verdict) {
    return new Decision(verdict.imagePk(), verdict, null, "");
  }

  /** A store does not hold the picture right. */
  public static Decision of(Repair repair) {
    return new Decision(repair.key(), null, repair.image(), repair.traceparent());
  }
}
