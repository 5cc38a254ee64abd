package io.imgsrch.sinks.postgres;

/**
 * A column of an archive table.
 *
 * @param type as PostgreSQL prints it
 * @param rest of the column's definition, such as NOT NULL
 */
record Column(String name, String type, String rest) {

  static Column required(String name, String type) {
    return new Column(name, type, "NOT NULL");
  }

  static Column nullable(String name, String type) {
    return new Column(name, type, "");
  }
}
