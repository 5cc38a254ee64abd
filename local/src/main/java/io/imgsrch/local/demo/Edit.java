package io.imgsrch.local.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Random;

/** One thing that happens to a picture on its way to a search. */
enum Edit {
  /** Keeps 70 to 90 % of each side, somewhere. */
  CROP {
    @Override
    BufferedImage apply(BufferedImage image, Random random) {
      double kept = 0.7 + 0.2 * random.nextDouble();
      int width = Math.max(1, (int) Math.round(kept * image.getWidth()));
      int height = Math.max(1, (int) Math.round(kept * image.getHeight()));
      int left = random.nextInt(image.getWidth() - width + 1);
      int top = random.nextInt(image.getHeight() - height + 1);
      BufferedImage cropped = canvas(width, height);
      Graphics2D graphics = cropped.createGraphics();
      graphics.drawImage(image, -left, -top, null);
      graphics.dispose();
      return cropped;
    }
  },

  /** Turns by up to 12 degrees either way, on white that holds all of it. */
  ROTATE {
    @Override
    BufferedImage apply(BufferedImage image, Random random) {
      double degrees = (4 + 8 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
      double angle = Math.toRadians(degrees);
      double sin = Math.abs(Math.sin(angle));
      double cos = Math.cos(angle);
      int width = (int) Math.ceil(image.getWidth() * cos + image.getHeight() * sin);
      int height = (int) Math.ceil(image.getWidth() * sin + image.getHeight() * cos);
      BufferedImage rotated = canvas(width, height);
      Graphics2D graphics = rotated.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.rotate(angle, width / 2.0, height / 2.0);
      graphics.drawImage(
          image, (width - image.getWidth()) / 2, (height - image.getHeight()) / 2, null);
      graphics.dispose();
      return rotated;
    }
  },

  /** Leaves the pixels to a JPEG quality of 30 to 50. */
  RECOMPRESS {
    @Override
    BufferedImage apply(BufferedImage image, Random random) {
      return image;
    }
  },

  /** Other light: hue by up to 14 degrees, brightness and contrast by up to a fifth. */
  RECOLOUR {
    @Override
    BufferedImage apply(BufferedImage image, Random random) {
      float hue = (random.nextFloat() - 0.5f) * 0.08f;
      float brightness = 0.8f + 0.4f * random.nextFloat();
      float contrast = 0.8f + 0.4f * random.nextFloat();
      BufferedImage recoloured = canvas(image.getWidth(), image.getHeight());
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          recoloured.setRGB(x, y, recolour(image.getRGB(x, y), hue, brightness, contrast));
        }
      }
      return recoloured;
    }
  },

  /** Left is right. */
  FLIP {
    @Override
    BufferedImage apply(BufferedImage image, Random random) {
      BufferedImage flipped = canvas(image.getWidth(), image.getHeight());
      Graphics2D graphics = flipped.createGraphics();
      graphics.drawImage(image, image.getWidth(), 0, -image.getWidth(), image.getHeight(), null);
      graphics.dispose();
      return flipped;
    }
  };

  abstract BufferedImage apply(BufferedImage image, Random random);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static BufferedImage canvas(int width, int height) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return canvas;
  }

  private static int recolour(int rgb, float hue, float brightness, float contrast) {
    float[] hsb = Color.RGBtoHSB(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, null);
    float value = ((hsb[2] - 0.5f) * contrast + 0.5f) * brightness;
    return Color.HSBtoRGB(hsb[0] + hue, hsb[1], Math.max(0, Math.min(1, value)));
  }
}
