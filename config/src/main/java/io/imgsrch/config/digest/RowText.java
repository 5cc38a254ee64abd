package io.imgsrch.config.digest;

import io.imgsrch.config.event.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A row as text: each field after its length in code points, so that no two rows have one text. */
final class RowText {
  private static final String NULL = "-";

  private final StringBuilder text = new StringBuilder();

  RowText add(String field) {
    text.append(field.codePointCount(0, field.length())).append(':').append(field);
    return this;
  }

  RowText add(long field) {
    return add(Long.toString(field));
  }

  RowText add(boolean field) {
    return add(Boolean.toString(field));
  }

  /** Adds bytes as the MD5 of them. */
  RowText add(byte[] field) {
    return add(HexFormat.of().formatHex(Digest.md5(field)));
  }

  RowText addNulls(int count) {
    text.append(NULL.repeat(count));
    return this;
  }

  /** The first 64 bits of the text's MD5. */
  long digest() {
    return ByteBuffer.wrap(Digest.md5(text.toString().getBytes(StandardCharsets.UTF_8))).getLong();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
