package io.imgsrch.operators.picture;

import java.util.Arrays;

/**
 * Antialiased bicubic resampling in fixed point: Keys' kernel with a = -0.5, widened by the scale
 * when it shrinks. Equals Pillow's {@code Image.resize} with {@code BICUBIC}, the model's contract.
 */
final class Bicubic {
  private static final double A = -0.5;
  private static final double SUPPORT = 2;

  /** Leaves an int room for 8-bit samples and the kernel's overshoot. */
  private static final int FRACTION_BITS = 22;

  private static final int HALF = 1 << (FRACTION_BITS - 1);

  private Bicubic() {}

  /**
   * @param sourceWidth width of the part of {@code image} that is resized, in its pixels; at most
   *     its width, and not whole after a reduction by blocks
   * @param sourceHeight the same for the height
   */
  static RgbImage resize(
      RgbImage image, double sourceWidth, double sourceHeight, int width, int height) {
    RgbImage narrow = new RgbImage(width, image.height(), new byte[3 * width * image.height()]);
    Taps.of(image.width(), sourceWidth, width).applyAcross(image, narrow);
    RgbImage out = new RgbImage(width, height, new byte[3 * width * height]);
    Taps.of(image.height(), sourceHeight, height).applyDown(narrow, out);
    return out;
  }

  /** For each output position: the first input position, and the weights from there. */
  @SuppressWarnings("ArrayRecordComponent") // Lives within one call, never compared.
  private record Taps(int[] starts, int[][] weights) {

    static Taps of(int size, double source, int target) {
      double scale = source / target;
      double widened = Math.max(scale, 1);
      double support = SUPPORT * widened;
      int[] starts = new int[target];
      int[][] weights = new int[target][];
      for (int i = 0; i < target; i++) {
        double center = (i + 0.5) * scale;
        int start = Math.max((int) (center - support + 0.5), 0);
        int end = Math.min((int) (center + support + 0.5), size);
        starts[i] = start;
        weights[i] = weights(start, end, center, widened);
      }
      return new Taps(starts, weights);
    }

    private static int[] weights(int start, int end, double center, double widened) {
      double[] exact = new double[end - start];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = kernel((start + i - center + 0.5) / widened);
        sum += exact[i];
      }
      int[] fixed = new int[exact.length];
      for (int i = 0; i < exact.length; i++) {
        fixed[i] = (int) Math.round(exact[i] / sum * (1 << FRACTION_BITS));
      }
      return fixed;
    }

    private static double kernel(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    void applyAcross(RgbImage from, RgbImage to) {
      byte[] in = from.rgb();
      byte[] out = to.rgb();
      for (int y = 0; y < to.height(); y++) {
        for (int x = 0; x < to.width(); x++) {
          int red = HALF;
          int green = HALF;
          int blue = HALF;
          int at = 3 * (y * from.width() + starts[x]);
          for (int weight : weights[x]) {
            red += weight * (in[at] & 0xFF);
            green += weight * (in[at + 1] & 0xFF);
            blue += weight * (in[at + 2] & 0xFF);
            at += 3;
          }
          int target = 3 * (y * to.width() + x);
          out[target] = clamp(red);
          out[target + 1] = clamp(green);
          out[target + 2] = clamp(blue);
        }
      }
    }

    /** Adds up whole rows: columns, one by one, would miss the processor's cache. */
    void applyDown(RgbImage from, RgbImage to) {
      int row = 3 * to.width();
      int[] sums = new int[row];
      for (int y = 0; y < to.height(); y++) {
        Arrays.fill(sums, HALF);
        for (int tap = 0; tap < weights[y].length; tap++) {
          addRow(from.rgb(), (starts[y] + tap) * row, weights[y][tap], sums);
        }
        for (int i = 0; i < row; i++) {
          to.rgb()[y * row + i] = clamp(sums[i]);
        }
      }
    }

    private static void addRow(byte[] in, int start, int weight, int[] sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * (in[start + i] & 0xFF);
      }
    }

    private static byte clamp(int fixed) {
      return (byte) Math.max(0, Math.min(255, fixed >> FRACTION_BITS));
    }
  }
}
