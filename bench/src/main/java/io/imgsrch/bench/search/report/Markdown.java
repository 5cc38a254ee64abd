package io.imgsrch.bench.search.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Numbers and tables as text. */
final class Markdown {
  private Markdown() {}

  /** A table; each row has as many cells as the head. */
  static String table(List<String> head, List<List<String>> rows) {
    var lines = new ArrayList<String>();
    lines.add(line(head));
    lines.add(line(Collections.nCopies(head.size(), "---")));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  static String whole(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  static String decimals(int count, double number) {
    return String.format(Locale.ROOT, "%." + count + "f", number);
  }
}
