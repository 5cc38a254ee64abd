package io.imgsrch.operators.query.mirror;

import java.util.HexFormat;

/** An {@code image_pk}, SHA-256, as numbers: a third of the text's memory. */
record ImageKey(long first, long second, long third, long fourth) {
  private static final int DIGITS = 16;
  private static final int LENGTH = 4 * DIGITS;

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException if it is not 64 hexadecimal digits
   */
  static ImageKey of(String imagePk) {
    if (imagePk.length() != LENGTH) {
      throw new IllegalArgumentException("not 64 hexadecimal digits: " + imagePk);
    }
    return new ImageKey(part(imagePk, 0), part(imagePk, 1), part(imagePk, 2), part(imagePk, 3));
  }

  private static long part(String imagePk, int index) {
    return HexFormat.fromHexDigitsToLong(imagePk, index * DIGITS, (index + 1) * DIGITS);
  }

  String imagePk() {
    var hex = HexFormat.of();
    return hex.toHexDigits(first)
        + hex.toHexDigits(second)
        + hex.toHexDigits(third)
        + hex.toHexDigits(fourth);
  }

  /** The key is a hash itself. */
  @Override
  public int hashCode() {
    return (int) first;
  }
}
