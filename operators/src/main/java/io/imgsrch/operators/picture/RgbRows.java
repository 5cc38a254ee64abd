package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** Reads one row of any decoded picture as 8-bit RGB, transparency laid onto white. */
abstract sealed class RgbRows {
  final int width;

  private RgbRows(BufferedImage image) {
    width = image.getWidth();
  }

  /**
   * Reads a part of a row.
   *
   * @param rgb 3 × count bytes are written, from its start
   */
  abstract void read(int x, int y, int count, byte[] rgb);

  /**
   * Samples are taken as they are stored: a conversion by colour spaces is slow, and would brighten
   * grey pictures, whose space ImageIO takes for linear.
   */
  static RgbRows of(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    int alphaBands = colors.hasAlpha() ? 1 : 0;
    int colorBands = image.getRaster().getNumBands() - alphaBands;
    boolean plain =
        colors instanceof ComponentColorModel
            && image.getSampleModel() instanceof ComponentSampleModel
            && !colors.isAlphaPremultiplied()
            && (colorBands == 1 || colorBands == 3);
    if (plain && colors.getTransferType() == DataBuffer.TYPE_BYTE) {
      return new Bytes(image, colorBands == 3, alphaBands == 1);
    }
    if (plain && colors.getTransferType() == DataBuffer.TYPE_USHORT) {
      return new Shorts(image, colorBands == 3, alphaBands == 1);
    }
    return new Converted(image);
  }

  static byte onWhite(int sample, int alpha) {
    return (byte) ((sample * alpha + 255 * (255 - alpha) + 127) / 255);
  }

  private static final class Bytes extends RgbRows {
    private final byte[] data;
    private final int start;
    private final int pixelStride;
    private final int rowStride;
    private final int red;
    private final int green;
    private final int blue;
    private final int alpha;
    private final boolean asIs;

    Bytes(BufferedImage image, boolean colored, boolean transparent) {
      super(image);
      Raster raster = image.getRaster();
      ComponentSampleModel model = (ComponentSampleModel) raster.getSampleModel();
      int[] offsets = model.getBandOffsets();
      data = ((DataBufferByte) raster.getDataBuffer()).getData();
      start = raster.getDataBuffer().getOffset();
      pixelStride = model.getPixelStride();
      rowStride = model.getScanlineStride();
      red = offsets[0];
      green = colored ? offsets[1] : red;
      blue = colored ? offsets[2] : red;
      alpha = transparent ? offsets[offsets.length - 1] : -1;
      asIs = alpha < 0 && pixelStride == 3 && red == 0 && green == 1 && blue == 2;
    }

    @Override
    void read(int left, int y, int count, byte[] rgb) {
      int from = start + y * rowStride + left * pixelStride;
      if (asIs) {
        System.arraycopy(data, from, rgb, 0, 3 * count);
      } else if (alpha < 0) {
        opaque(from, count, rgb);
      } else {
        transparent(from, count, rgb);
      }
    }

    private void opaque(int start, int count, byte[] rgb) {
      int from = start;
      for (int to = 0; to < 3 * count; to += 3) {
        rgb[to] = data[from + red];
        rgb[to + 1] = data[from + green];
        rgb[to + 2] = data[from + blue];
        from += pixelStride;
      }
    }

    private void transparent(int start, int count, byte[] rgb) {
      int from = start;
      for (int to = 0; to < 3 * count; to += 3) {
        int opacity = data[from + alpha] & 0xFF;
        rgb[to] = onWhite(data[from + red] & 0xFF, opacity);
        rgb[to + 1] = onWhite(data[from + green] & 0xFF, opacity);
        rgb[to + 2] = onWhite(data[from + blue] & 0xFF, opacity);
        from += pixelStride;
      }
    }
  }

  private static final class Shorts extends RgbRows {
    private final Raster raster;
    private final boolean colored;
    private final boolean transparent;
    private final int bands;

    Shorts(BufferedImage image, boolean colored, boolean transparent) {
      super(image);
      raster = image.getRaster();
      this.colored = colored;
      this.transparent = transparent;
      bands = raster.getNumBands();
    }

    @Override
    void read(int left, int y, int count, byte[] rgb) {
      int[] samples = raster.getPixels(left, y, count, 1, (int[]) null);
      for (int x = 0; x < count; x++) {
        int alpha = transparent ? samples[x * bands + bands - 1] >> 8 : 255;
        for (int band = 0; band < 3; band++) {
          int sample = samples[x * bands + (colored ? band : 0)] >> 8;
          rgb[3 * x + band] = onWhite(sample, alpha);
        }
      }
    }
  }

  /** Palettes and packed pixels. */
  private static final class Converted extends RgbRows {
    private final BufferedImage image;

    Converted(BufferedImage image) {
      super(image);
      this.image = image;
    }

    @Override
    void read(int left, int y, int count, byte[] rgb) {
      int[] argb = image.getRGB(left, y, count, 1, null, 0, count);
      for (int x = 0; x < count; x++) {
        int pixel = argb[x];
        int alpha = pixel >>> 24;
        rgb[3 * x] = onWhite(pixel >> 16 & 0xFF, alpha);
        rgb[3 * x + 1] = onWhite(pixel >> 8 & 0xFF, alpha);
        rgb[3 * x + 2] = onWhite(pixel & 0xFF, alpha);
      }
    }
  }
}
