package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Filter;
import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * pgvector: HNSW with iterative scans, or all that the filter keeps sorted; whichever is faster.
 */
public final class PgvectorPeer implements Peer {
  static final String EXACT = "exact";
  static final String GRAPH = "ef_search";
  private static final int BATCH = 5_000;

  private final String url;
  private final Connection writer;
  private final String version;

  /**
   * Connects, and makes the extension known to the database.
   *
   * @throws IOException if the database has none
   */
  public PgvectorPeer(String url) throws IOException {
    this.url = url;
    try {
      writer = PgvectorSettings.connect(url);
      PgvectorSettings.execute(writer, "CREATE EXTENSION IF NOT EXISTS vector");
      version = version();
    } catch (SQLException e) {
      throw failed("has no pgvector", e);
    }
  }

  private String version() throws SQLException {
    try (var statement = writer.createStatement();
        var row =
            statement.executeQuery(
                "SELECT extversion, current_setting('server_version') FROM pg_extension WHERE"
                    + " extname = 'vector'")) {
      row.next();
      return row.getString(1) + " on PostgreSQL " + row.getString(2);
    }
  }

  @Override
  public String name() {
    return "pgvector";
  }

  @Override
  public String description() {
    return "pgvector %s, HNSW m 16, ef_construction 200, iterative scan in relaxed order, indexes on merchants and category; its ef_search tuned, or the exact plan where that is faster"
        .formatted(version);
  }

  @Override
  public boolean served() {
    return true;
  }

  @Override
  public void load(Items items) throws IOException {
    try {
      PgvectorSettings.execute(writer, "DROP TABLE IF EXISTS bench_items");
      PgvectorSettings.execute(
          writer,
          "CREATE TABLE bench_items (id int PRIMARY KEY, spread smallint, clustered smallint, category smallint, vector vector(%d))"
              .formatted(items.dimension()));
      var copy = writer.unwrap(PGConnection.class).getCopyAPI();
      for (int from = 0; from < items.size(); from += BATCH) {
        var lines =
            items.range(from, Math.min(items.size(), from + BATCH)).stream()
                .map(PgvectorPeer::line)
                .collect(Collectors.joining("\n", "", "\n"));
        copy.copyIn("COPY bench_items FROM STDIN", new StringReader(lines));
      }
      for (var column : List.of("spread", "clustered", "category")) {
        PgvectorSettings.execute(writer, "CREATE INDEX ON bench_items (%s)".formatted(column));
      }
      PgvectorSettings.execute(
          writer,
          "CREATE INDEX ON bench_items USING hnsw (vector vector_ip_ops) WITH (m = 16,"
              + " ef_construction = 200)");
      PgvectorSettings.execute(writer, "VACUUM ANALYZE bench_items");
    } catch (SQLException e) {
      throw failed("takes no items", e);
    }
  }

  private static String line(Item item) {
    return "%d\t%d\t%d\t%d\t%s"
        .formatted(
            item.number(), item.spread(), item.clustered(), item.category(), text(item.vector()));
  }

  @Override
  public List<List<Effort>> efforts() {
    return List.of(
        IntStream.of(20, 40, 80, 160, 320, 640, 1_000)
            .mapToObj(ef -> new Effort(GRAPH, ef))
            .toList(),
        List.of(new Effort(EXACT, 0)));
  }

  @Override
  public Searches open(List<Question> questions, Effort effort) throws IOException {
    try {
      var connection = PgvectorSettings.connect(url);
      for (var setting : PgvectorSettings.of(effort)) {
        PgvectorSettings.execute(connection, "SET " + setting);
      }
      return new PgvectorSearches(connection, questions);
    } catch (SQLException e) {
      throw failed("takes no searches", e);
    }
  }

  static String query(Filter filter) {
    var conditions = new StringJoiner(" AND ", "WHERE ", " ").setEmptyValue("");
    if (!filter.merchants().isEmpty()) {
      conditions.add(
          filter.merchants().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",", filter.shape().label() + " IN (", ")")));
    }
    if (filter.category() != null) {
      conditions.add("category = " + filter.category());
    }
    return "SELECT id FROM bench_items %sORDER BY vector <#> ?::vector LIMIT %d"
        .formatted(conditions, Question.TOP);
  }

  static String text(float[] vector) {
    var text = new StringJoiner(",", "[", "]");
    for (float component : vector) {
      text.add(Float.toString(component));
    }
    return text.toString();
  }

  @Override
  public void write(List<Item> items) throws IOException {
    var rows =
        items.stream()
            .map(
                item ->
                    "(%d,%d,%d,%d,'%s')"
                        .formatted(
                            item.number(),
                            item.spread(),
                            item.clustered(),
                            item.category(),
                            text(item.vector())))
            .collect(Collectors.joining(","));
    try {
      PgvectorSettings.execute(
          writer,
          "INSERT INTO bench_items VALUES "
              + rows
              + " ON CONFLICT (id) DO UPDATE SET vector = excluded.vector");
    } catch (SQLException e) {
      throw failed("takes no items", e);
    }
  }

  static IOException failed(String what, SQLException cause) {
    return new IOException("PostgreSQL %s: %s".formatted(what, cause.getMessage()), cause);
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } catch (SQLException e) {
      throw failed("does not close", e);
    }
  }
}
