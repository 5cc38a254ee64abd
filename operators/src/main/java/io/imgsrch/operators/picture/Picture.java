package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;

/**
 * A decoded picture: the pixels as stored, and how to turn them. Nothing is copied or converted
 * until the pixels are few ({@link ModelInput}).
 *
 * @param stored the canvas, 1 to 4 bands, with or without a palette or alpha
 * @param orientation EXIF orientation, 1 to 8
 */
public record Picture(BufferedImage stored, int orientation) {

  /** Width in pixels as people see it. */
  public int width() {
    return turned() ? stored.getHeight() : stored.getWidth();
  }

  /** Height in pixels as people see it. */
  public int height() {
    return turned() ? stored.getWidth() : stored.getHeight();
  }

  private boolean turned() {
    return orientation >= 5;
  }
}
