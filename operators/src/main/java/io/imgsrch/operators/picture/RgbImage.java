package io.imgsrch.operators.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** A small picture: RGB, row by row, 3 × width × height bytes. */
@SuppressWarnings("ArrayRecordComponent") // Lives within one call, never compared.
record RgbImage(int width, int height, byte[] rgb) {

  private static final int[] BANDS = {0, 1, 2};

  /**
   * A picture to decode into, whose bytes lie as those of an RgbImage. JPEG rows come in this
   * order, and are copied whole; into ImageIO's own choice, BGR, they go sample by sample.
   */
  static BufferedImage blank(int width, int height) {
    ColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE, width, height, 3 * width, 3, BANDS, null);
    return new BufferedImage(colors, raster, false, null);
  }

  /** The picture as people see it, given its EXIF orientation. */
  RgbImage upright(int orientation) {
    if (orientation == ExifOrientation.UPRIGHT) {
      return this;
    }
    boolean turned = orientation >= 5;
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBottom =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    RgbImage out =
        turned
            ? new RgbImage(height, width, new byte[rgb.length])
            : new RgbImage(width, height, new byte[rgb.length]);
    for (int y = 0; y < out.height; y++) {
      for (int x = 0; x < out.width; x++) {
        int alongX = turned ? y : x;
        int alongY = turned ? x : y;
        int fromX = fromRight ? width - 1 - alongX : alongX;
        int fromY = fromBottom ? height - 1 - alongY : alongY;
        System.arraycopy(rgb, 3 * (fromY * width + fromX), out.rgb, 3 * (y * out.width + x), 3);
      }
    }
    return out;
  }
}
