package io.imgsrch.operators.embed;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What became of a picture: a vector, or the reason why there is none and never will be.
 *
 * @param vector null for a bad picture
 * @param reason null for a good picture
 * @param message empty for a good picture
 */
public record Verdict(
    String imagePk, @Nullable ImageVector vector, @Nullable Reason reason, String message) {

  /** Nobody asks for the picture again, so what may pass must be tried again before. */
  public Verdict {
    if (reason != null && reason.passing()) {
      throw new IllegalArgumentException("a verdict is final, and " + reason + " may pass");
    }
  }

  static Verdict good(ImageVector vector) {
    return new Verdict(vector.imagePk(), vector, null, "");
  }

  static Verdict bad(String imagePk, Reason reason, String message) {
    return new Verdict(imagePk, null, reason, message);
  }
}
