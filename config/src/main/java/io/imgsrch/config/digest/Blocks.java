package io.imgsrch.config.digest;

import io.imgsrch.config.event.Digest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Which block a row belongs to. */
public final class Blocks {
  /** Blocks of a table, numbered from 0. */
  public static final int COUNT = 256;

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{2}");

  private Blocks() {}

  /**
   * By the first two digits of the key, so that a block is a range of keys; 0 for a text that does
   * not begin with two.
   */
  public static int ofImage(String imagePk) {
    return DIGITS.matcher(imagePk).lookingAt() ? Integer.parseInt(imagePk, 0, 2, 16) : 0;
  }

  /** By the first two digits of the MD5 of the key: those of a merchant spread over all blocks. */
  public static int ofProduct(String productKey) {
    return Byte.toUnsignedInt(Digest.md5(productKey.getBytes(StandardCharsets.UTF_8))[0]);
  }

  /** What every {@code image_pk} of the block begins with, and no other. */
  public static String prefix(int block) {
    return "%02x".formatted(block);
  }
}
