package io.imgsrch.operators.embed;

/**
 * Antialiased bicubic resampling in fixed point: Keys' kernel with a = -0.5, widened by the scale
 * when it shrinks. Equals Pillow's {@code Image.resize} with {@code BICUBIC}, the model's contract.
 */
final class Bicubic {
  private static final double A = -0.5;
  private static final double SUPPORT = 2;

  /** Leaves an int room for 8-bit samples and the kernel's overshoot. */
  private static final int FRACTION_BITS = 22;

  private Bicubic() {}

  /**
   * @param sourceWidth width of the part of {@code image} that is resized, in its pixels; at most
   *     its width, and not whole after a reduction by blocks
   * @param sourceHeight the same for the height
   */
  static RgbImage resize(
      RgbImage image, double sourceWidth, double sourceHeight, int width, int height) {
    RgbImage narrow = new RgbImage(width, image.height(), new byte[3 * width * image.height()]);
    Taps across = Taps.of(image.width(), sourceWidth, width);
    for (int y = 0; y < image.height(); y++) {
      int line = 3 * y * image.width();
      across.apply(image.rgb(), line, 3, narrow.rgb(), 3 * y * width, 3);
    }
    RgbImage out = new RgbImage(width, height, new byte[3 * width * height]);
    Taps down = Taps.of(image.height(), sourceHeight, height);
    for (int x = 0; x < width; x++) {
      down.apply(narrow.rgb(), 3 * x, 3 * width, out.rgb(), 3 * x, 3 * width);
    }
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

    /** Resamples one line of RGB pixels that lie {@code step} bytes apart. */
    void apply(byte[] from, int fromStart, int fromStep, byte[] to, int toStart, int toStep) {
      for (int i = 0; i < starts.length; i++) {
        int red = 1 << (FRACTION_BITS - 1);
        int green = red;
        int blue = red;
        int at = fromStart + starts[i] * fromStep;
        for (int weight : weights[i]) {
          red += weight * (from[at] & 0xFF);
          green += weight * (from[at + 1] & 0xFF);
          blue += weight * (from[at + 2] & 0xFF);
          at += fromStep;
        }
        int out = toStart + i * toStep;
        to[out] = clamp(red);
        to[out + 1] = clamp(green);
        to[out + 2] = clamp(blue);
      }
    }

    private static byte clamp(int fixed) {
      return (byte) Math.max(0, Math.min(255, fixed >> FRACTION_BITS));
    }
  }
}
