package io.imgsrch.operators.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** PNG: checksummed chunks, of which a decoder sees those that make pixels. */
final class PngFile {
  private static final int SIGNATURE = 8;
  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504C5445;
  private static final int TRNS = 0x74524E53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int EXIF = 0x65584966;

  private PngFile() {}

  static PictureHeader read(byte[] file) throws PictureException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    int width = in.getInt(SIGNATURE + 8);
    int height = in.getInt(SIGNATURE + 12);
    int orientation = ExifOrientation.UPRIGHT;
    ByteArrayOutputStream essence = new ByteArrayOutputStream(file.length);
    essence.write(file, 0, SIGNATURE);
    if (in.getInt(SIGNATURE + 4) != IHDR) {
      throw PictureException.broken("The PNG file does not start with its size.");
    }
    int type;
    do {
      int start = in.position();
      int length = in.getInt();
      type = in.getInt();
      if (length < 0) {
        throw PictureException.broken("The PNG file has a chunk of negative length.");
      }
      int end = in.position() + length;
      in.position(end);
      int checksum = in.getInt();
      if (type == EXIF) {
        orientation = ExifOrientation.of(Arrays.copyOfRange(file, end - length, end));
      } else if (type == IHDR || type == PLTE || type == TRNS || type == IDAT || type == IEND) {
        requireChecksum(file, start + 4, end, checksum);
        essence.write(file, start, in.position() - start);
      }
    } while (type != IEND);
    return PictureHeader.still(
        PictureFormat.PNG, width, height, orientation, essence.toByteArray());
  }

  private static void requireChecksum(byte[] file, int from, int to, int expected)
      throws PictureException {
    CRC32 crc = new CRC32();
    crc.update(file, from, to - from);
    if ((int) crc.getValue() != expected) {
      throw PictureException.broken(
          "The PNG file is damaged: the checksum of its chunk at byte " + from + " is wrong.");
    }
  }
}
