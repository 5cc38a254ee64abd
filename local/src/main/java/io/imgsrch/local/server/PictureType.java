package io.imgsrch.local.server;

import java.nio.charset.StandardCharsets;

/** The media type of a picture, from its first bytes. */
final class PictureType {
  private PictureType() {}

  static String of(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    }
    if (head.startsWith("GIF8")) {
      return "image/gif";
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    return head.startsWith("BM") ? "image/bmp" : "application/octet-stream";
  }
}
