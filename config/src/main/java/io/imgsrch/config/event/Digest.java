package io.imgsrch.config.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lowercase hex, and MD5 where PostgreSQL has to compute the same. */
public final class Digest {
  private Digest() {}

  /** Of bytes: the {@code image_pk} of a picture. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(hash("SHA-256", bytes));
  }

  /** 16 bytes; tells rows apart, and protects nothing. */
  public static byte[] md5(byte[] bytes) {
    return hash("MD5", bytes);
  }

  private static byte[] hash(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + algorithm, e);
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
