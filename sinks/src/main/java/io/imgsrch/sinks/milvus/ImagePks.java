package io.imgsrch.sinks.milvus;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keys in Milvus' filter language, which has no parameters on 2.3: so only what is surely a key.
 */
final class ImagePks {
  /** Longer lists are slow: half as fast per key at a thousand as at a hundred. */
  static final int CHUNK = 1_000;

  private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

  private ImagePks() {}

  static boolean isOne(String text) {
    return SHA256_HEX.matcher(text).matches();
  }

  /**
   * The filter for rows of these keys.
   *
   * @throws IllegalArgumentException for a text that is no key
   */
  static String filter(Collection<String> imagePks) {
    return imagePks.stream()
        .map(ImagePks::quoted)
        .collect(Collectors.joining(",", MilvusCollection.IMAGE_PK + " in [", "]"));
  }

  private static String quoted(String imagePk) {
    if (!isOne(imagePk)) {
      throw new IllegalArgumentException(
          "an image_pk is 64 lowercase hex digits, this has " + imagePk.length() + " characters");
    }
    return '"' + imagePk + '"';
  }
}
