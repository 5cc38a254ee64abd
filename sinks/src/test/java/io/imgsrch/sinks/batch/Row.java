package io.imgsrch.sinks.batch;

/** A row of the tests; a larger value is a newer one. */
record Row(String key, int value) {

  static Row row(String key, int value) {
    return new Row(key, value);
  }

  /** Ten bytes each; an older value must not take the place of a newer one. */
  static final class Shape implements BatchRows<Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public String key(Row row) {
      return row.key();
    }

    @Override
    public int sizeOf(Row row) {
      return 10;
    }

    @Override
    public String traceparent(Row row) {
      return "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    }

    @Override
    public boolean replaces(Row before, Row next) {
      return next.value() >= before.value();
    }
  }
}
