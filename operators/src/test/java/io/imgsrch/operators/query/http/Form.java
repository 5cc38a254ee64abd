package io.imgsrch.operators.query.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes multipart forms. */
final class Form {
  private static final String BOUNDARY = "----imgsrch-test";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Form field(String name, String value) {
    return part(
        "Content-Disposition: form-data; name=\"" + name + "\"",
        value.getBytes(StandardCharsets.UTF_8));
  }

  Form file(String name, byte[] bytes) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg"
            .formatted(name),
        bytes);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  byte[] body() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(body.toByteArray());
    all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return all.toByteArray();
  }

  private Form part(String headers, byte[] bytes) {
    body.writeBytes(
        ("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(bytes);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    return this;
  }
}
