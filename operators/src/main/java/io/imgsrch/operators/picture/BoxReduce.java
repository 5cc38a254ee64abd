package io.imgsrch.operators.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Averages whole blocks of pixels: the cheap first part of a large reduction. */
final class BoxReduce {
  private BoxReduce() {}

  /**
   * @param blockWidth pixels averaged along x; the last block of a row may be narrower
   * @param blockHeight pixels averaged along y; the last block of a column may be lower
   */
  static RgbImage reduce(BufferedImage image, int blockWidth, int blockHeight) {
    int width = (image.getWidth() + blockWidth - 1) / blockWidth;
    int height = (image.getHeight() + blockHeight - 1) / blockHeight;
    RgbImage out = new RgbImage(width, height, new byte[3 * width * height]);
    RgbRows rows = RgbRows.of(image);
    byte[] row = new byte[3 * image.getWidth()];
    int[] sums = new int[3 * width];
    for (int y = 0; y < height; y++) {
      int from = y * blockHeight;
      int to = Math.min(from + blockHeight, image.getHeight());
      Arrays.fill(sums, 0);
      for (int line = from; line < to; line++) {
        rows.read(line, row);
        addBlocks(row, sums, blockWidth);
      }
      divide(sums, blockWidth, to - from, image.getWidth(), out, y);
    }
    return out;
  }

  private static void addBlocks(byte[] row, int[] sums, int blockWidth) {
    int pixel = 0;
    for (int block = 0; block < sums.length; block += 3) {
      int red = 0;
      int green = 0;
      int blue = 0;
      int end = Math.min(pixel + 3 * blockWidth, row.length);
      for (; pixel < end; pixel += 3) {
        red += row[pixel] & 0xFF;
        green += row[pixel + 1] & 0xFF;
        blue += row[pixel + 2] & 0xFF;
      }
      sums[block] += red;
      sums[block + 1] += green;
      sums[block + 2] += blue;
    }
  }

  private static void divide(
      int[] sums, int blockWidth, int blockHeight, int imageWidth, RgbImage out, int y) {
    int at = y * sums.length;
    int last = imageWidth - (out.width() - 1) * blockWidth;
    for (int i = 0; i < sums.length; i++) {
      int pixels = (i >= sums.length - 3 ? last : blockWidth) * blockHeight;
      out.rgb()[at + i] = (byte) ((sums[i] + pixels / 2) / pixels);
    }
  }
}
