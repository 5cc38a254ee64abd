package io.imgsrch.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a picture as lossless WebP in its plainest form: literals of 8 bits, no transform, no
 * repetition. Nothing that Java runs writes WebP.
 */
final class LosslessWebp {
  private static final int SIGNATURE = 0x2F;
  private static final int LITERALS = 256;
  private static final int LENGTHS = 24;

  /** Code lengths of code lengths come in the order 17, 18, 0, 1, …: the 12th is that of 8. */
  private static final int[] ZERO_AND_EIGHT = {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long pending;
  private int pendingBits;

  private LosslessWebp() {}

  static byte[] write(BufferedImage image) {
    byte[] pixels = new LosslessWebp().encode(image);
    int padded = pixels.length + (pixels.length & 1);
    ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(12 + padded);
    file.put(new byte[] {'W', 'E', 'B', 'P', 'V', 'P', '8', 'L'}).putInt(pixels.length).put(pixels);
    return file.array();
  }

  private byte[] encode(BufferedImage image) {
    bits(SIGNATURE, 8);
    bits(image.getWidth() - 1, 14);
    bits(image.getHeight() - 1, 14);
    bits(0, 1 + 3); // No alpha, version 0.
    bits(0, 1 + 1 + 1); // No transform, no colour cache, one set of codes.
    literalCode(LITERALS, LENGTHS);
    literalCode(LITERALS, 0);
    literalCode(LITERALS, 0);
    bits(0b101, 3); // Alpha: a code of one symbol,
    bits(255, 8);
    bits(0b0001, 4); // and the distances, which never occur.
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        literal(rgb >> 8);
        literal(rgb >> 16);
        literal(rgb);
      }
    }
    bits(0, 7);
    return out.toByteArray();
  }

  /** Every literal has a code of 8 bits: itself. */
  private void literalCode(int used, int unused) {
    bits(0, 1);
    bits(ZERO_AND_EIGHT.length - 4, 4);
    for (int length : ZERO_AND_EIGHT) {
      bits(length, 3);
    }
    bits(0, 1);
    for (int i = 0; i < used; i++) {
      bits(1, 1);
    }
    bits(0, unused);
  }

  /** Codes come from their highest bit on, and numbers from their lowest. */
  private void literal(int sample) {
    bits(Integer.reverse(sample & 0xFF) >>> 24, 8);
  }

  private void bits(int value, int count) {
    pending |= (long) value << pendingBits;
    pendingBits += count;
    for (; pendingBits >= 8; pendingBits -= 8) {
      out.write((int) pending & 0xFF);
      pending >>>= 8;
    }
  }
}
