package io.imgsrch.config.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in lowercase hex. */
public final class Digest {
  private Digest() {}

  /** Of bytes: the {@code image_pk} of a picture. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a value's canonical JSON, cut to 128 bits: it only has to order values of one version. */
  static String of(Object value) {
    try {
      return sha256(EventJson.MAPPER.writeValueAsBytes(value)).substring(0, 32);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the canonical value", e);
    }
  }
}
