package io.imgsrch.local.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Bytes for people: as text where they are text, else as a hex dump. */
public final class Bytes {
  private static final int COLUMNS = 16;

  private Bytes() {}

  /** Prints them, and a new line. */
  public static void print(byte[] bytes, PrintWriter out) {
    var text = text(bytes);
    if (text != null) {
      out.println(text);
      return;
    }
    for (int start = 0; start < bytes.length; start += COLUMNS) {
      out.println(line(bytes, start));
    }
  }

  /** Null if they are no UTF-8, or hold what a terminal would obey. */
  private static @Nullable String text(byte[] bytes) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean plain =
          text.codePoints()
              .allMatch(each -> !Character.isISOControl(each) || "\t\r\n".indexOf(each) >= 0);
      return plain ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String line(byte[] bytes, int start) {
    var hex = new StringBuilder();
    var text = new StringBuilder();
    for (int i = start; i < start + COLUMNS; i++) {
      if (i < bytes.length) {
        int each = bytes[i] & 0xff;
        hex.append("%02x ".formatted(each));
        text.append(each >= 0x20 && each < 0x7f ? (char) each : '.');
      } else {
        hex.append("   ");
      }
    }
    return "%08x  %s %s".formatted(start, hex, text);
  }
}
