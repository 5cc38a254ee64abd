package io.imgsrch.operators.query.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Files in the jar, beside this class. */
final class Resources {
  private Resources() {}

  static byte[] bytes(String name) {
    try (var stream = Resources.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
