package io.imgsrch.local.rebuild;

import io.imgsrch.sinks.batch.BatchRows;
import java.io.IOException;
import java.util.Map;

/**
 * A change of a fake store's row.
 *
 * @param value of the row, {@link #GONE} if there is to be none
 */
record FakeChange(String key, int value) {
  static final int GONE = -1;

  static FakeChange parse(String text) throws IOException {
    var parts = text.split("=");
    if (parts.length != 2) {
      throw new IOException("no change: " + text);
    }
    return new FakeChange(parts[0], Integer.parseInt(parts[1]));
  }

  void applyTo(Map<String, Integer> rows) {
    if (value == GONE) {
      rows.remove(key);
    } else {
      rows.put(key, value);
    }
  }

  @Override
  public String toString() {
    return key + "=" + value;
  }

  /** Rows of a batch. */
  static final class Rows implements BatchRows<FakeChange> {
    private static final long serialVersionUID = 1L;

    @Override
    public String key(FakeChange change) {
      return change.key();
    }

    @Override
    public int sizeOf(FakeChange change) {
      return 1;
    }

    @Override
    public String traceparent(FakeChange change) {
      return "";
    }
  }
}
