package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;

/**
 * Averages whole blocks of pixels, one row of blocks at a time: the cheap first part of a large
 * reduction. Not rounded, and never more than a row in memory.
 */
final class BlockRows {
  private final RgbRows pixels;
  private final int imageHeight;
  private final int blockWidth;
  private final int blockHeight;
  private final byte[] line;
  private final ByteSums sums;
  private final int[] columns;
  private final int[] blocks;
  private int nextLine;

  /**
   * @param blockWidth pixels averaged along x; the last block of a row may be narrower
   * @param blockHeight pixels averaged along y; at most {@link ByteSums#MOST_LINES}; the last block
   *     of a column may be lower
   */
  BlockRows(BufferedImage image, int blockWidth, int blockHeight) {
    pixels = RgbRows.of(image);
    imageHeight = image.getHeight();
    this.blockWidth = blockWidth;
    this.blockHeight = blockHeight;
    int bytes = 3 * width() * blockWidth; // Beyond the picture's right edge all stays 0.
    line = new byte[(bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES];
    sums = new ByteSums(line.length);
    columns = new int[line.length];
    blocks = new int[bytes];
  }

  /** Blocks in a row. */
  int width() {
    return (pixels.width + blockWidth - 1) / blockWidth;
  }

  /** Rows of blocks. */
  int height() {
    return (imageHeight + blockHeight - 1) / blockHeight;
  }

  /**
   * Reads the next row of blocks; {@link #height} times at most.
   *
   * @param row 3 × width values, 0 to 255
   */
  void next(float[] row) {
    int lines = Math.min(blockHeight, imageHeight - nextLine);
    for (int i = 0; i < lines; i++) {
      pixels.read(nextLine++, line);
      sums.add(line);
    }
    sums.moveTo(columns);
    System.arraycopy(columns, 0, blocks, 0, blocks.length);
    for (int pixel = 1; pixel < blockWidth; pixel++) {
      add(columns, 3 * pixel, blocks);
    }
    pick(1f / (blockWidth * lines), row);
    widenLast(row);
  }

  /** A sum for every pixel, and not for every block, is what the compiler vectorises. */
  private static void add(int[] columns, int offset, int[] blocks) {
    for (int i = 0; i < blocks.length - offset; i++) {
      blocks[i] += columns[i + offset];
    }
  }

  private void pick(float share, float[] row) {
    int at = 0;
    for (int i = 0; i < row.length; i += 3) {
      row[i] = blocks[at] * share;
      row[i + 1] = blocks[at + 1] * share;
      row[i + 2] = blocks[at + 2] * share;
      at += 3 * blockWidth;
    }
  }

  /** The last block may be narrower than the share that was taken of its sum. */
  private void widenLast(float[] row) {
    float pixels = this.pixels.width - (width() - 1) * blockWidth;
    for (int i = row.length - 3; i < row.length; i++) {
      row[i] *= blockWidth / pixels;
    }
  }
}
