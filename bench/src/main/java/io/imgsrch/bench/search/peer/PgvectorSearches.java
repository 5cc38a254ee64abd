package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Question;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Prepared statements on one connection. */
final class PgvectorSearches implements Searches {
  private static final int TIMEOUT_SECONDS = 60;

  private final Connection connection;
  private final List<PreparedStatement> statements = new ArrayList<>();

  PgvectorSearches(Connection connection, List<Question> questions) throws SQLException {
    this.connection = connection;
    for (var question : questions) {
      var statement = connection.prepareStatement(PgvectorPeer.query(question.filter()));
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      statement.setString(1, PgvectorPeer.text(question.vector()));
      statements.add(statement);
    }
  }

  @Override
  public Answer search(int question) throws IOException {
    try (var rows = statements.get(question).executeQuery()) {
      var items = IntStream.builder();
      while (rows.next()) {
        items.add(rows.getInt(1));
      }
      return new Answer(items.build().toArray(), true);
    } catch (SQLException e) {
      throw PgvectorPeer.failed("gave no answer", e);
    }
  }

  /** Closes the statements with it. */
  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw PgvectorPeer.failed("does not close", e);
    }
  }
}
