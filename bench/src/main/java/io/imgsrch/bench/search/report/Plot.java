package io.imgsrch.bench.search.report;

import io.imgsrch.bench.search.data.Kept;
import java.util.List;
import java.util.Locale;

/** Searches a second by what filters keep, as SVG; hollow points miss the recall. */
record Plot(String title, QuietTable table) {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 230;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int MIN_DECADE = 0;
  private static final int MAX_DECADE = 5;
  private static final List<String> COLOURS =
      List.of("#c1121f", "#f4a261", "#1d6fa5", "#2a9d8f", "#6a4c93", "#7f7f7f");

  String svg() {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="%d" y="22" font-size="15">%s</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT, title));
    axes(svg);
    for (int i = 0; i < table.contenders().size(); i++) {
      line(svg, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    for (int decade = MIN_DECADE; decade <= MAX_DECADE; decade++) {
      double y = y(Math.pow(10, decade));
      svg.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n",
              LEFT, WIDTH - RIGHT, y, y));
      svg.append(
          format(
              "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>\n",
              LEFT - 8, y + 4, (int) Math.pow(10, decade)));
    }
    var kept = table.figures().kept();
    for (int i = 0; i < kept.size(); i++) {
      svg.append(
          format(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s %%</text>\n",
              x(i), HEIGHT - BOTTOM + 20, kept.get(i).percent()));
    }
    svg.append(
        format("<text x=\"%d\" y=\"%d\">kept by the filter</text>\n", LEFT, HEIGHT - BOTTOM + 40));
  }

  private void line(StringBuilder svg, int contender) {
    var colour = COLOURS.get(contender % COLOURS.size());
    var path = new StringBuilder();
    var points = new StringBuilder();
    var kept = table.figures().kept();
    for (int i = 0; i < kept.size(); i++) {
      var figure = table.figure(table.contenders().get(contender), kept.get(i));
      if (figure.isPresent() && figure.get().qps() > 0) {
        double y = y(figure.get().qps());
        path.append(format("%s%.1f %.1f ", path.isEmpty() ? "M" : "L", x(i), y));
        points.append(
            format(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" stroke=\"%s\" fill=\"%s\"/>\n",
                x(i), y, colour, figure.get().enough() ? colour : "white"));
      }
    }
    svg.append(
        format("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path, colour));
    svg.append(points);
    int y = TOP + 20 * contender;
    svg.append(
        format(
            "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%d\""
                + " y=\"%d\">%s</text>\n",
            WIDTH - RIGHT + 16,
            y,
            colour,
            WIDTH - RIGHT + 34,
            y + 10,
            table.contenders().get(contender).name()));
  }

  private double x(int place) {
    List<Kept> kept = table.figures().kept();
    return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / kept.size();
  }

  private static double y(double qps) {
    double share = (Math.log10(Math.max(1, qps)) - MIN_DECADE) / (MAX_DECADE - MIN_DECADE);
    return HEIGHT - BOTTOM - Math.min(1, share) * (HEIGHT - TOP - BOTTOM);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
