package io.imgsrch.operators.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** GIF: blocks up to the end of the first frame. */
final class GifFile {
  private static final int SCREEN = 6;
  private static final int FIRST_BLOCK = 13;
  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2C;
  private static final byte TRAILER = 0x3B;

  private GifFile() {}

  static PictureHeader read(byte[] file) throws PictureException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int width = in.getShort(SCREEN) & 0xFFFF;
    int height = in.getShort(SCREEN + 2) & 0xFFFF;
    in.position(FIRST_BLOCK);
    skipPalette(in, in.get(SCREEN + 4));
    while (true) {
      int block = in.get();
      if (block == IMAGE) {
        break;
      }
      if (block != EXTENSION) {
        throw PictureException.broken("The GIF file holds no frame.");
      }
      in.get();
      skipData(in);
    }
    PictureHeader.Frame frame =
        new PictureHeader.Frame(
            in.getShort() & 0xFFFF,
            in.getShort() & 0xFFFF,
            in.getShort() & 0xFFFF,
            in.getShort() & 0xFFFF);
    skipPalette(in, in.get());
    in.get();
    skipData(in);
    byte[] essence = Arrays.copyOf(file, in.position() + 1);
    essence[in.position()] = TRAILER;
    // Many encoders leave the screen smaller than the frame; viewers then grow the screen.
    return new PictureHeader(
        PictureFormat.GIF,
        Math.max(width, frame.x() + frame.width()),
        Math.max(height, frame.y() + frame.height()),
        frame,
        ExifOrientation.UPRIGHT,
        essence);
  }

  private static void skipPalette(ByteBuffer in, byte flags) {
    if ((flags & 0x80) != 0) {
      in.position(in.position() + 3 * (2 << (flags & 7)));
    }
  }

  private static void skipData(ByteBuffer in) {
    for (int length = in.get() & 0xFF; length != 0; length = in.get() & 0xFF) {
      in.position(in.position() + length);
    }
  }
}
