package io.imgsrch.operators.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The averages that lanes of 16 bits give are those of a sum, pixel by pixel. */
final class BlockRowsTest {

  @Test
  void averagesEveryBlock() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      BufferedImage image = image(random, 1 + random.nextInt(70), 1 + random.nextInt(70));
      int blockWidth = 1 + random.nextInt(9);
      int blockHeight = 1 + random.nextInt(9);
      assertAverages(image, blockWidth, blockHeight, "seed " + seed);
    }
  }

  @Test
  void averagesStretchesOfALongRow() {
    for (int across : new int[] {1, 3, BlockRows.MOST_ACROSS}) {
      assertAverages(image(new Random(across), 9001, 3), across, 2, across + " across");
    }
  }

  /** Takes a second; minutes, were blocks as wide as the reduction. */
  @Test
  void takesAPictureOfOneEndlessRow() {
    BufferedImage image = new BufferedImage(20_000_000, 1, BufferedImage.TYPE_BYTE_GRAY);
    ByteBuffer input = ModelInput.allocate();
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> ModelInput.fill(new Picture(image, 1), input));
    assertThat(input.get(3 * ModelInput.SIDE * (ModelInput.SIDE - 1) / 2)).isZero();
  }

  @Test
  void averagesTheTallestBlockOfWhite() {
    BufferedImage image = new BufferedImage(3, 600, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillRect(0, 0, 3, 600);
    assertAverages(image, 2, ByteSums.MOST_LINES, "white");
  }

  private static void assertAverages(BufferedImage image, int across, int down, String what) {
    BlockRows rows = new BlockRows(image, across, down);
    float[] row = new float[3 * rows.width()];
    for (int y = 0; y < rows.height(); y++) {
      rows.next(row);
      for (int x = 0; x < rows.width(); x++) {
        for (int band = 0; band < 3; band++) {
          assertThat((double) row[3 * x + band])
              .as("%s, block %d, %d, band %d", what, x, y, band)
              .isCloseTo(average(image, x * across, y * down, across, down, band), within(1e-3));
        }
      }
    }
  }

  private static double average(
      BufferedImage image, int left, int top, int across, int down, int band) {
    int right = Math.min(left + across, image.getWidth());
    int bottom = Math.min(top + down, image.getHeight());
    double sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += image.getRGB(x, y) >> (16 - 8 * band) & 0xFF;
      }
    }
    return sum / ((right - left) * (bottom - top));
  }

  /** BGR, RGB or packed: as ImageIO's readers return them, and as this project asks them to. */
  private static BufferedImage image(Random random, int width, int height) {
    BufferedImage image =
        switch (random.nextInt(3)) {
          case 0 -> new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
          case 1 -> RgbImage.blank(width, height);
          default -> new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        };
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }
}
