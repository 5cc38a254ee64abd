package io.imgsrch.config.digest;

import io.imgsrch.config.event.FailedPicture;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as PostgreSQL prints a value of the type jsonb: it orders keys by length, then by bytes. */
final class JsonbText {
  private static final Comparator<byte[]> KEY_ORDER =
      Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

  private JsonbText() {}

  static String of(Map<String, String> object) {
    return object.entrySet().stream()
        .sorted(Comparator.comparing(entry -> bytes(entry.getKey()), KEY_ORDER))
        .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String of(List<FailedPicture> pictures) {
    return pictures.stream()
        .map(
            picture ->
                "{\"index\": %d, \"reason\": %s}"
                    .formatted(picture.index(), quoted(picture.reason().name())))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
