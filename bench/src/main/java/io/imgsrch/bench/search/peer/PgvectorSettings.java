package io.imgsrch.bench.search.peer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** How PostgreSQL is set. */
final class PgvectorSettings {
  /** Enough to sort, and to build the index of a million items, in memory. */
  private static final List<String> SESSION =
      List.of("maintenance_work_mem = '2GB'", "work_mem = '64MB'", "jit = off");

  private PgvectorSettings() {}

  /**
   * What a server needs that finds the extension in a folder, after a restart; its pages of items
   * and index fit into memory.
   *
   * @param extension a folder with {@code share} and {@code lib}
   */
  static List<String> ofServer(Path extension) {
    return List.of(
        "shared_buffers = '1GB'",
        "extension_control_path = '%s:$system'".formatted(extension.resolve("share")),
        "dynamic_library_path = '%s:$libdir'".formatted(extension.resolve("lib")));
  }

  static Connection connect(String url) throws SQLException {
    var connection = DriverManager.getConnection(url);
    try {
      for (var setting : SESSION) {
        execute(connection, "SET " + setting);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What makes PostgreSQL search in one way. */
  static List<String> of(Effort effort) {
    // Filters differ in what they keep: one plan for all would suit none.
    var custom = "plan_cache_mode = force_custom_plan";
    return effort.kind().equals(PgvectorPeer.EXACT)
        ? List.of(custom, "enable_indexscan = off")
        : List.of(
            custom,
            "hnsw.ef_search = " + effort.value(),
            "hnsw.iterative_scan = relaxed_order",
            "hnsw.max_scan_tuples = 10000000",
            "hnsw.scan_mem_multiplier = 8",
            "enable_seqscan = off",
            "enable_bitmapscan = off",
            "enable_sort = off");
  }
}
