package io.imgsrch.sinks.postgres;

import io.imgsrch.config.digest.BlockDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The digests of a table of the archive, computed by the database from what is really in the rows.
 * Every call reads the whole table, and ends its transaction.
 */
public final class TableDigests {
  /** The names of the tables. */
  public static final String OFFERS = "offers";

  public static final String IMAGES = "images";
  public static final String BITMAPS = "bitmaps";

  private final String blocks;
  private final String rows;
  private final String delete;

  /**
   * @param schema that the table is in
   * @param table {@link #OFFERS}, {@link #IMAGES} or {@link #BITMAPS}
   */
  public TableDigests(PostgresSchema schema, String table) {
    var layout =
        PostgresSchema.TABLES.stream()
            .filter(known -> known.name().equals(table))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no table " + table));
    var name = schema.name() + "." + table;
    var digest = RowDigestSql.digest(layout.digestFields());
    blocks =
        "SELECT %s AS block, count(*), sum(%s) FROM %s GROUP BY block"
            .formatted(layout.block(), digest, name);
    rows =
        "SELECT %s, %s FROM %s WHERE %s = ?"
            .formatted(layout.keyText(), digest, name, layout.block());
    delete = "DELETE FROM %s WHERE %s = ? AND %s = ?".formatted(name, layout.keyText(), digest);
  }

  /** The digest of each block; a block without rows is left out. */
  public Map<Integer, BlockDigest> blocks(Connection connection) throws SQLException {
    var digests = new HashMap<Integer, BlockDigest>();
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(blocks)) {
      while (found.next()) {
        // The database adds up without a bound; the 64 low bits are the sum modulo 2⁶⁴.
        var sum = found.getBigDecimal(3).toBigInteger().longValue();
        digests.put(found.getInt(1), new BlockDigest(found.getLong(2), sum));
      }
    }
    connection.commit();
    return digests;
  }

  /** The digest of each row of a block, by the key that it has in the topic. */
  public Map<String, Long> rows(Connection connection, int block) throws SQLException {
    var digests = new HashMap<String, Long>();
    try (var statement = connection.prepareStatement(rows)) {
      statement.setInt(1, block);
      try (var found = statement.executeQuery()) {
        while (found.next()) {
          digests.put(found.getString(1), found.getLong(2));
        }
      }
    }
    connection.commit();
    return digests;
  }

  /** Deletes a row if it is still the one that was seen; returns whether it was. */
  public boolean delete(Connection connection, String key, long digest) throws SQLException {
    boolean deleted;
    try (var statement = connection.prepareStatement(delete)) {
      statement.setString(1, key);
      statement.setLong(2, digest);
      deleted = statement.executeUpdate() > 0;
    }
    connection.commit();
    return deleted;
  }
}
