package io.imgsrch.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The table of {@code docs/bad-inputs.md}. */
final class BadInputTable {
  private static final Path DOCUMENT = Path.of("..", "docs", "bad-inputs.md");
  private static final int COLUMNS = 8;

  private BadInputTable() {}

  /**
   * A row; what does not apply is empty.
   *
   * @param reason a dead letter's, or {@code SUPERSEDED}, or {@code READ}
   * @param concerns {@code event} or {@code picture}
   */
  record Row(
      String id,
      String input,
      String topic,
      String reason,
      String concerns,
      String status,
      String code,
      String field) {

    boolean isEvent() {
      return !topic.isEmpty();
    }

    boolean isRequest() {
      return !status.isEmpty();
    }

    boolean isRead() {
      return reason.equals("READ");
    }

    boolean isSuperseded() {
      return reason.equals("SUPERSEDED");
    }

    boolean isDeadLetter() {
      return isEvent() && !isRead() && !isSuperseded();
    }

    /** A host that has to be waited for, or 30 MB that have to be moved. */
    boolean isSlow() {
      return reason.equals("PICTURE_UNREACHABLE") || id.startsWith("large-");
    }
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `") && line.endsWith(" |"))
        .map(BadInputTable::cells)
        .filter(cells -> cells.length == COLUMNS)
        .map(
            cells ->
                new Row(
                    cells[0].replace("`", ""),
                    cells[1],
                    cells[2],
                    cells[3],
                    cells[4],
                    cells[5],
                    cells[6],
                    cells[7]))
        .toList();
  }

  private static String[] cells(String line) {
    return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toArray(String[]::new);
  }
}
