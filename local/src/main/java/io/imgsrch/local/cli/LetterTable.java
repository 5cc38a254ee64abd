package io.imgsrch.local.cli;

import io.imgsrch.local.letters.Bytes;
import io.imgsrch.local.letters.Letter;
import io.imgsrch.local.letters.LetterBox;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Dead letters for people. */
final class LetterTable {
  private static final String ROW = "%-20s  %-10s  %-19s  %-32s  %-20s  %8s  %s%n";
  private static final String FIELD = "%-20s  %s%n";

  private LetterTable() {}

  static void print(LetterBox.Listed listed, PrintWriter out) {
    out.printf(ROW, "time", "position", "reason", "source", "key", "attempts", "message");
    for (var letter : listed.newest()) {
      out.printf(
          ROW,
          time(letter),
          letter.place().position(),
          line(letter.reason()),
          letter.source(),
          line(letter.key()),
          letter.attempts(),
          line(letter.message()));
    }
    if (listed.newest().size() < listed.matching()) {
      out.printf(
          Locale.ROOT,
          "The newest %,d of %,d; --limit shows more.%n",
          listed.newest().size(),
          listed.matching());
    }
  }

  /** The whole letter: what is known of it, its headers as they are, and its value. */
  static void print(LetterBox.Opened opened, PrintWriter out) {
    var letter = opened.letter();
    out.printf(FIELD, "position", letter.place().position());
    out.printf(FIELD, "written", letter.time());
    out.printf(FIELD, "key", line(letter.key()));
    for (var header : opened.item().headers()) {
      var value = header.value() == null ? new byte[0] : header.value();
      out.printf(FIELD, line(header.key()), line(new String(value, StandardCharsets.UTF_8)));
    }
    letter.knownReason().ifPresent(reason -> out.printf(FIELD, letter.kind(), reason.meaning()));
    var value = opened.item().value() == null ? new byte[0] : opened.item().value();
    out.printf(FIELD, "value", value.length + (letter.whole() ? " bytes" : " bytes, cut"));
    Bytes.print(value, out);
  }

  private static String time(Letter letter) {
    return letter.time().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** On one line, and without what a terminal would obey. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
