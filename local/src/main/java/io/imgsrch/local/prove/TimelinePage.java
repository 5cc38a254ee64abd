package io.imgsrch.local.prove;

import java.util.Locale;

/** The timeline as one HTML page that needs nothing beside it. */
public final class TimelinePage {
  private static final int WIDTH = 1_100;
  private static final int HEIGHT = 120;
  private static final int ROW = 18;

  private final Verdict verdict;
  private final Timeline timeline;
  private final StringBuilder page = new StringBuilder();

  private TimelinePage(Verdict verdict, Timeline timeline) {
    this.verdict = verdict;
    this.timeline = timeline;
  }

  /**
   * Writes the page.
   *
   * @param command that replays the proof
   */
  public static String of(Verdict verdict, Timeline timeline, String command) {
    return new TimelinePage(verdict, timeline).write(command);
  }

  private String write(String command) {
    add(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>imgsrch prove</title><style>
        body{font:14px system-ui,sans-serif;margin:2em;max-width:75em}
        table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:left}
        td.n{text-align:right}code{background:#eee;padding:.2em}svg{background:#fafafa}
        .bad{color:#b00}.good{color:#070}</style>
        """);
    add(
        "<h1 class=\"%s\">%s</h1>",
        verdict.holds() ? "good" : "bad",
        verdict.holds() ? "Every promise was kept" : "A promise was broken");
    add("<p><code>%s</code></p>", escaped(command));
    counts();
    chart();
    faults();
    notes();
    return page.append("</html>\n").toString();
  }

  private void counts() {
    add("<table>");
    row("acknowledged", verdict.acknowledged());
    row("reflected", verdict.reflected());
    row("superseded", verdict.superseded());
    row("dead letters", verdict.refused());
    row("searches verified", verdict.answered());
    row("searches unverified", verdict.unverified());
    row("searches told to come again", verdict.notNow());
    row("searches failed", verdict.failed());
    for (var kind : Lie.Kind.values()) {
      row(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), verdict.count(kind));
    }
    add("</table>");
  }

  private void row(String name, long count) {
    add("<tr><td>%s<td class=\"n\">%,d", name, count);
  }

  /** Acknowledged events and searches of each second, and when faults were. */
  private void chart() {
    double scale = WIDTH / Math.max(1, verdict.seconds());
    var seconds = timeline.seconds();
    int most = 1;
    for (var second : seconds.values()) {
      most = Math.max(most, second.acknowledged());
    }
    add(
        "<h2>Each second</h2><p>Grey: events acknowledged, at most %,d. Green: searches verified;",
        most);
    add(
        "yellow: unverified; red: told to come again. Blue: from a fault to its healing, and,"
            + " pale,");
    add("to the first correct answer.</p>");
    int height = HEIGHT * 2 + ROW * verdict.faults().size();
    add("<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"timeline\">", WIDTH, height);
    for (var entry : seconds.entrySet()) {
      double x = entry.getKey() * scale;
      var second = entry.getValue();
      bar(x, scale, HEIGHT, (double) HEIGHT * second.acknowledged() / most, "#999");
      double y = HEIGHT * 2;
      y = bar(x, scale, y, second.answers(Api.Outcome.VERIFIED), "#4a4");
      y = bar(x, scale, y, second.answers(Api.Outcome.UNVERIFIED), "#dc3");
      bar(x, scale, y, second.answers(Api.Outcome.UNAVAILABLE), "#c33");
    }
    double y = HEIGHT * 2;
    for (var fault : verdict.faults()) {
      y += ROW;
      double end = fault.recovered() < 0 ? verdict.seconds() : fault.recovered();
      bar(fault.injected() * scale, (end - fault.injected()) * scale, y, ROW - 2, "#bdf");
      bar(
          fault.injected() * scale,
          Math.max(1, (fault.healed() - fault.injected()) * scale),
          y,
          ROW - 2,
          "#48c");
      add(
          "<text x=\"%.1f\" y=\"%.1f\" font-size=\"12\">%s</text>",
          Math.min(WIDTH - 250, end * scale + 4), y - 5, escaped(fault.name()));
    }
    add("</svg>");
  }

  /** Draws upwards from {@code bottom}; gives the top. */
  private double bar(double x, double width, double bottom, double height, String colour) {
    if (height > 0) {
      add(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
          x, bottom - height, Math.max(1, width), height, colour);
    }
    return bottom - height;
  }

  private void faults() {
    add(
        "<h2>Faults</h2><table><tr><th>at<th>fault<th>healed after<th>correct after"
            + "<th>longest without a verified answer");
    for (var fault : verdict.faults()) {
      add(
          "<tr><td class=\"n\">%.1f s<td>%s<td class=\"n\">%.1f s<td class=\"n\">%s"
              + "<td class=\"n\">%.1f s",
          fault.injected(),
          escaped(fault.name()),
          fault.healed() - fault.injected(),
          fault.recovered() < 0 ? "never" : "%.1f s".formatted(fault.took()),
          fault.away());
    }
    add("</table>");
  }

  private void notes() {
    add("<h2>What happened</h2><table>");
    for (var note : timeline.notes()) {
      add("<tr><td class=\"n\">%.1f s<td>%s", note.at(), escaped(note.text()));
    }
    add("</table>");
  }

  private void add(String format, Object... values) {
    page.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
