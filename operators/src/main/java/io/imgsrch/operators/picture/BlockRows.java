package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;

/**
 * Averages whole blocks of pixels, one row of blocks at a time: the cheap first part of a large
 * reduction. Not rounded. Works on a stretch of a row that the processor's cache holds, so that a
 * picture of one endless row takes no more memory.
 */
final class BlockRows {
  /** The sums across cost this much per pixel at most. */
  static final int MOST_ACROSS = 16;

  /** Lanes of {@link ByteSums} hold no more. */
  static final int MOST_DOWN = ByteSums.MOST_LINES;

  private static final int STRETCH = 4096;

  private final RgbRows pixels;
  private final int imageHeight;
  private final int blockWidth;
  private final int blockHeight;
  private final int stretch;
  private final byte[] line;
  private final ByteSums sums;
  private final int[] columns;
  private final int[] blocks;
  private int nextLine;

  /**
   * @param blockWidth pixels averaged along x, at most {@link #MOST_ACROSS}; the last block of a
   *     row may be narrower
   * @param blockHeight pixels averaged along y, at most {@link #MOST_DOWN}; the last block of a
   *     column may be lower
   */
  BlockRows(BufferedImage image, int blockWidth, int blockHeight) {
    pixels = RgbRows.of(image);
    imageHeight = image.getHeight();
    this.blockWidth = blockWidth;
    this.blockHeight = blockHeight;
    stretch = Math.min(STRETCH / blockWidth, width());
    int bytes = 3 * stretch * blockWidth;
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
    for (int block = 0; block < width(); block += stretch) {
      int left = block * blockWidth;
      int count = Math.min(stretch * blockWidth, pixels.width - left);
      for (int y = nextLine; y < nextLine + lines; y++) {
        pixels.read(left, y, count, line);
        sums.add(line);
      }
      sums.moveTo(columns);
      average(row, block, count, lines);
    }
    nextLine += lines;
  }

  /** What a shorter stretch left in the columns beyond {@code count} enters no average. */
  private void average(float[] row, int firstBlock, int count, int lines) {
    int whole = count / blockWidth;
    System.arraycopy(columns, 0, blocks, 0, blocks.length);
    for (int pixel = 1; pixel < blockWidth; pixel++) {
      add(columns, 3 * pixel, blocks);
    }
    pick(1f / (blockWidth * lines), row, 3 * firstBlock, whole);
    int rest = count - whole * blockWidth;
    if (rest > 0) {
      for (int band = 0; band < 3; band++) {
        int sum = 0;
        for (int pixel = 0; pixel < rest; pixel++) {
          sum += columns[3 * (whole * blockWidth + pixel) + band];
        }
        row[3 * (firstBlock + whole) + band] = (float) sum / (rest * lines);
      }
    }
  }

  /** A sum for every pixel, and not for every block, is what the compiler vectorises. */
  private static void add(int[] columns, int offset, int[] blocks) {
    for (int i = 0; i < blocks.length - offset; i++) {
      blocks[i] += columns[i + offset];
    }
  }

  private void pick(float share, float[] row, int start, int count) {
    int at = 0;
    for (int i = start; i < start + 3 * count; i += 3) {
      row[i] = blocks[at] * share;
      row[i + 1] = blocks[at + 1] * share;
      row[i + 2] = blocks[at + 2] * share;
      at += 3 * blockWidth;
    }
  }
}
