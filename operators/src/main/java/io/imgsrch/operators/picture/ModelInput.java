package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The pixels that the model sees: the whole picture, long side 224, centred on white. */
public final class ModelInput {
  /** Side of the square, in pixels. */
  public static final int SIDE = 224;

  /** Bytes of one input: uint8 [224, 224, 3], RGB. */
  public static final int BYTES = SIDE * SIDE * 3;

  /** Blocks are averaged only down to this many times the target; closer, one would see them. */
  private static final int REDUCING_GAP = 3;

  private ModelInput() {}

  /** A direct buffer for one input. Costly: keep it and fill it again. */
  public static ByteBuffer allocate() {
    return ByteBuffer.allocateDirect(BYTES);
  }

  /** Fills {@code target}, of {@link #BYTES} bytes, from its start, and rewinds it. */
  public static void fill(Picture picture, ByteBuffer target) {
    RgbImage small = shrink(picture.stored()).upright(picture.orientation());
    int top = (SIDE - small.height()) / 2;
    int left = (SIDE - small.width()) / 2;
    byte[] white = new byte[3 * SIDE];
    Arrays.fill(white, (byte) 255);
    target.clear();
    for (int y = 0; y < SIDE; y++) {
      boolean inside = y >= top && y < top + small.height();
      target.put(3 * SIDE * y, white);
      if (inside) {
        int row = 3 * small.width();
        target.put(3 * (SIDE * y + left), small.rgb(), (y - top) * row, row);
      }
    }
  }

  private static RgbImage shrink(BufferedImage image) {
    double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    int blockWidth = block(image.getWidth(), width, BlockRows.MOST_ACROSS);
    int blockHeight = block(image.getHeight(), height, BlockRows.MOST_DOWN);
    return Bicubic.resize(
        new BlockRows(image, blockWidth, blockHeight),
        (double) image.getWidth() / blockWidth,
        (double) image.getHeight() / blockHeight,
        width,
        height);
  }

  private static int block(int size, int target, int most) {
    return Math.max(1, Math.min(size / target / REDUCING_GAP, most));
  }
}
