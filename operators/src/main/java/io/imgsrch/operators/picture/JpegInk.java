package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * JPEGs of four components, CMYK or YCCK. ImageIO has no colour space for them, so the stored
 * samples are converted here, without a colour profile: profiles differ between machines, and one
 * picture must give one vector on all of them.
 */
final class JpegInk {
  private static final int YCCK = 2;

  private JpegInk() {}

  static boolean isInk(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    return !types.hasNext() || types.next().getNumBands() == 4;
  }

  static BufferedImage read(ImageReader reader, PictureHeader header) throws IOException {
    Raster raster = reader.readRaster(0, null);
    boolean ycck = JpegFile.adobeTransform(header.essence()) == YCCK;
    int width = raster.getWidth();
    BufferedImage rgb = new BufferedImage(width, raster.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    int[] ink = new int[4 * width];
    int[] row = new int[3 * width];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, ink);
      for (int x = 0; x < width; x++) {
        if (ycck) {
          toCmyk(ink, 4 * x);
        }
        // Adobe's convention, followed by all: 255 is no ink.
        for (int band = 0; band < 3; band++) {
          row[3 * x + band] = (ink[4 * x + band] * ink[4 * x + 3] + 127) / 255;
        }
      }
      rgb.getRaster().setPixels(0, y, width, 1, row);
    }
    return rgb;
  }

  /** JFIF's YCbCr to RGB, of which CMY is the complement. */
  private static void toCmyk(int[] ink, int at) {
    double luma = ink[at];
    double blue = ink[at + 1] - 128;
    double red = ink[at + 2] - 128;
    ink[at] = 255 - clamp(luma + 1.402 * red);
    ink[at + 1] = 255 - clamp(luma - 0.344136 * blue - 0.714136 * red);
    ink[at + 2] = 255 - clamp(luma + 1.772 * blue);
  }

  private static int clamp(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
