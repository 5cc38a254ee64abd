package io.imgsrch.operators.picture;

import java.util.regex.Pattern;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import org.jspecify.annotations.Nullable;

/** Remembers that a reader filled in pixels which the file does not hold. */
final class DamageListener implements IIOReadWarningListener {
  /** libjpeg's words, in {@code jerror.h}, and ImageIO's. */
  private static final Pattern DAMAGE =
      Pattern.compile("premature|truncated|corrupt|missing EOI", Pattern.CASE_INSENSITIVE);

  /** Junk between two markers costs no pixel; other decoders do not even mention it. */
  private static final Pattern HARMLESS = Pattern.compile("extraneous bytes before marker");

  private @Nullable String first;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    if (first == null && DAMAGE.matcher(warning).find() && !HARMLESS.matcher(warning).find()) {
      first = warning;
    }
  }

  void throwIfAny(PictureFormat format) throws PictureException {
    if (first != null) {
      throw PictureException.broken(
          "The " + format + " file is cut off or damaged: " + first + ".");
    }
  }
}
