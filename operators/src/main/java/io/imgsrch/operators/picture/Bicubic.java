package io.imgsrch.operators.picture;

import java.util.Arrays;

/**
 * Antialiased bicubic resampling: Keys' kernel with a = -0.5, widened by the scale when it shrinks.
 * Pillow's {@code Image.resize} with {@code BICUBIC}, the model's contract, but for its rounding
 * between the two directions.
 */
final class Bicubic {
  private static final double A = -0.5;
  private static final double SUPPORT = 2;

  private Bicubic() {}

  /**
   * Holds only the rows that one output row needs: they stay in the processor's cache.
   *
   * @param sourceWidth width of the part of {@code source} that is resized, in its pixels; at most
   *     its width, and not whole after a reduction by blocks
   * @param sourceHeight the same for the height
   */
  static RgbImage resize(
      BlockRows source, double sourceWidth, double sourceHeight, int width, int height) {
    Taps across = Taps.of(source.width(), sourceWidth, width);
    Taps down = Taps.of(source.height(), sourceHeight, height);
    float[][] held = new float[down.most()][3 * source.width()];
    float[] sums = new float[3 * source.width()];
    RgbImage out = new RgbImage(width, height, new byte[3 * width * height]);
    int read = 0;
    for (int y = 0; y < height; y++) {
      float[] weights = down.weights[y];
      int start = down.starts[y];
      for (; read < start + weights.length; read++) {
        source.next(held[read % held.length]);
      }
      Arrays.fill(sums, 0);
      for (int tap = 0; tap < weights.length; tap++) {
        add(held[(start + tap) % held.length], weights[tap], sums);
      }
      across.apply(sums, out.rgb(), 3 * y * width);
    }
    return out;
  }

  private static void add(float[] row, float weight, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  /** For each output position: the first input position, and the weights from there. */
  @SuppressWarnings("ArrayRecordComponent") // Lives within one call, never compared.
  private record Taps(int[] starts, float[][] weights) {

    static Taps of(int size, double source, int target) {
      double scale = source / target;
      double widened = Math.max(scale, 1);
      double support = SUPPORT * widened;
      int[] starts = new int[target];
      float[][] weights = new float[target][];
      for (int i = 0; i < target; i++) {
        double center = (i + 0.5) * scale;
        int start = Math.max((int) (center - support + 0.5), 0);
        int end = Math.min((int) (center + support + 0.5), size);
        starts[i] = start;
        weights[i] = weights(start, end, center, widened);
      }
      return new Taps(starts, weights);
    }

    private static float[] weights(int start, int end, double center, double widened) {
      double[] exact = new double[end - start];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = kernel((start + i - center + 0.5) / widened);
        sum += exact[i];
      }
      float[] weights = new float[exact.length];
      for (int i = 0; i < exact.length; i++) {
        weights[i] = (float) (exact[i] / sum);
      }
      return weights;
    }

    private static double kernel(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    int most() {
      return Arrays.stream(weights).mapToInt(taps -> taps.length).max().orElseThrow();
    }

    void apply(float[] row, byte[] out, int start) {
      int to = start;
      for (int x = 0; x < weights.length; x++) {
        float red = 0;
        float green = 0;
        float blue = 0;
        int at = 3 * starts[x];
        for (float weight : weights[x]) {
          red += weight * row[at];
          green += weight * row[at + 1];
          blue += weight * row[at + 2];
          at += 3;
        }
        out[to] = sample(red);
        out[to + 1] = sample(green);
        out[to + 2] = sample(blue);
        to += 3;
      }
    }

    private static byte sample(float value) {
      return (byte) Math.max(0, Math.min(255, (int) (value + 0.5f)));
    }
  }
}
