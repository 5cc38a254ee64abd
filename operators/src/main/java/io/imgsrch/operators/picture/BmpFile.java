package io.imgsrch.operators.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BMP: one header and rows, or runs, of pixels. */
final class BmpFile {
  private static final int INFO = 14;
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int V4_HEADER = 108;
  private static final int V5_HEADER = 124;
  private static final int COLOR_SPACE = INFO + 56;
  private static final int SRGB = 0x73524742;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  private BmpFile() {}

  static PictureHeader read(byte[] file) throws PictureException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = in.getInt(INFO);
    int width;
    int height;
    int bits;
    int compression = 0;
    if (header == CORE_HEADER) {
      width = in.getShort(INFO + 4) & 0xFFFF;
      height = in.getShort(INFO + 6) & 0xFFFF;
      bits = in.getShort(INFO + 10);
    } else if (header >= INFO_HEADER && header <= V5_HEADER) {
      width = in.getInt(INFO + 4);
      height = Math.abs(in.getInt(INFO + 8));
      bits = in.getShort(INFO + 14);
      compression = in.getInt(INFO + 16);
    } else {
      throw PictureException.unsupported("a BMP file with a header of " + header + " bytes");
    }
    if (compression < 0 || compression > BITFIELDS) {
      throw PictureException.unsupported("a BMP file around another compressed picture");
    }
    if (compression != RLE8 && compression != RLE4) {
      long row = ((long) width * bits + 31) / 32 * 4;
      if (bits <= 0 || in.getInt(10) + row * height > file.length) {
        throw PictureException.broken("The BMP file ends before its picture does.");
      }
    }
    byte[] essence = file.clone();
    if (header >= V4_HEADER) {
      // Otherwise a profile may come with it, or even from another file that it names.
      ByteBuffer.wrap(essence).order(ByteOrder.LITTLE_ENDIAN).putInt(COLOR_SPACE, SRGB);
    }
    return PictureHeader.still(PictureFormat.BMP, width, height, ExifOrientation.UPRIGHT, essence);
  }
}
