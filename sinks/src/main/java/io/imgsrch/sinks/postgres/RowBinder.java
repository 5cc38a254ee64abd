package io.imgsrch.sinks.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of a statement one after the other. */
final class RowBinder {
  private final PreparedStatement statement;
  private int index;

  RowBinder(PreparedStatement statement) {
    this.statement = statement;
  }

  void add(long value) throws SQLException {
    statement.setLong(++index, value);
  }

  void add(int value) throws SQLException {
    statement.setInt(++index, value);
  }

  void add(short value) throws SQLException {
    statement.setShort(++index, value);
  }

  void add(boolean value) throws SQLException {
    statement.setBoolean(++index, value);
  }

  void add(@Nullable String value) throws SQLException {
    if (value == null) {
      addNull(Types.VARCHAR);
    } else {
      statement.setString(++index, value);
    }
  }

  void add(byte[] value) throws SQLException {
    statement.setBytes(++index, value);
  }

  /** An array of a PostgreSQL type; {@code values} may be an array of primitives. */
  void add(String elementType, Object values) throws SQLException {
    statement.setArray(
        ++index,
        statement
            .getConnection()
            .unwrap(org.postgresql.PGConnection.class)
            .createArrayOf(elementType, values));
  }

  void addNull(int sqlType) throws SQLException {
    statement.setNull(++index, sqlType);
  }
}
