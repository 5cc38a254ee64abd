package io.imgsrch.local.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.UUID;

/** A {@code multipart/form-data} body (RFC 7578). */
final class Multipart {
  private final String boundary = "imgsrch-" + UUID.randomUUID();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Multipart text(String name, String value) {
    return part("name=\"" + name + "\"", "text/plain; charset=utf-8", value.getBytes(UTF_8));
  }

  Multipart file(String name, String fileName, byte[] bytes) {
    var safe = fileName.replaceAll("[\"\\p{Cntrl}]", "_");
    return part(
        "name=\"%s\"; filename=\"%s\"".formatted(name, safe), "application/octet-stream", bytes);
  }

  private Multipart part(String disposition, String contentType, byte[] content) {
    var head =
        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, disposition, contentType);
    body.writeBytes(head.getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes(new byte[] {'\r', '\n'});
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** The whole body, its end included. */
  byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
    return whole.toByteArray();
  }
}
