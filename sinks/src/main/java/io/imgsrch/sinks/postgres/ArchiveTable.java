package io.imgsrch.sinks.postgres;

import io.imgsrch.sinks.batch.BatchRows;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of the archive: its columns, how a row is bound to them, and which rows win. */
interface ArchiveTable<T> extends BatchRows<T> {
  /** When the row was written last; of every table, set by the database. */
  Column WRITTEN_AT =
      new Column("written_at", "timestamp with time zone", "NOT NULL DEFAULT now()");

  /** The guard of a table whose rows come in their order, and always win. */
  String UNGUARDED = "true";

  String name();

  List<String> primaryKey();

  /** In the order of {@link #bind}. */
  List<Column> columns();

  /**
   * A condition on {@code t}, the row that is there, and {@code excluded}, the row that comes: the
   * second takes the place of the first only if it holds.
   */
  String guard();

  void bind(PreparedStatement statement, T row) throws SQLException;

  /** The row's key as in the topic, in SQL. */
  String keyText();

  /** The row's block, in SQL; also of a key that is none of ours. */
  String block();

  /** What the row's digest is made of, in SQL: texts, in the order of {@code RowDigest}. */
  List<String> digestFields();

  default List<Column> allColumns() {
    return Stream.concat(columns().stream(), Stream.of(WRITTEN_AT)).toList();
  }

  default String createStatement(String schema) {
    var definitions =
        allColumns().stream()
            .map(column -> column.name() + " " + column.type() + " " + column.rest())
            .collect(Collectors.joining(", "));
    return "CREATE TABLE %s.%s (%s, PRIMARY KEY (%s))"
        .formatted(schema, name(), definitions, String.join(", ", primaryKey()));
  }

  default String upsertStatement(String schema) {
    var names = columns().stream().map(Column::name).toList();
    var places =
        columns().stream()
            .map(column -> column.type().equals("jsonb") ? "?::jsonb" : "?")
            .collect(Collectors.joining(", "));
    var changes =
        names.stream()
            .filter(column -> !primaryKey().contains(column))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    return ("INSERT INTO %s.%s AS t (%s) VALUES (%s) ON CONFLICT (%s)"
            + " DO UPDATE SET %s, written_at = now() WHERE %s")
        .formatted(
            schema,
            name(),
            String.join(", ", names),
            places,
            String.join(", ", primaryKey()),
            changes,
            guard());
  }
}
