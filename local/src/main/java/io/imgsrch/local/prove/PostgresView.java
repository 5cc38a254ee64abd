package io.imgsrch.local.prove;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.FailedPicture;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is in PostgreSQL now. */
final class PostgresView {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, OfferFacts> offers = new TreeMap<>();
  final Map<String, float[]> images = new TreeMap<>();
  final Map<String, Set<Long>> bitmaps = new TreeMap<>();

  private PostgresView() {}

  /** Takes a row. */
  @FunctionalInterface
  private interface Row {
    void take(ResultSet row) throws SQLException, IOException;
  }

  static PostgresView read(Settings settings) throws IOException {
    var view = new PostgresView();
    var schema = settings.get(PostgresOptions.SCHEMA);
    try (var connection =
        DriverManager.getConnection(
            settings.get(PostgresOptions.URL), settings.get(PostgresOptions.USER), null)) {
      each(connection, schema + ".offers", row -> view.offers.put(key(row), facts(row)));
      each(
          connection,
          schema + ".images",
          row -> view.images.put(row.getString("image_pk"), floats(row)));
      each(
          connection,
          schema + ".bitmaps",
          row ->
              view.bitmaps.put(
                  row.getString("image_pk"), Bitmaps.merchants(row.getBytes("merchants"))));
    } catch (SQLException e) {
      throw new IOException("cannot read PostgreSQL: " + e.getMessage(), e);
    }
    return view;
  }

  private static void each(Connection connection, String table, Row reader)
      throws SQLException, IOException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM " + table)) {
      while (rows.next()) {
        reader.take(rows);
      }
    }
  }

  private static String key(ResultSet row) throws SQLException {
    return row.getLong("merchant_id") + "/" + row.getString("product_id");
  }

  private static OfferFacts facts(ResultSet row) throws SQLException, IOException {
    var availability = stamp(row, "availability");
    return new OfferFacts(
        stamp(row, "content"),
        row.getString("availability_digest") == null ? null : availability,
        row.getBoolean("deleted") ? null : details(row),
        List.of((String[]) row.getArray("image_pks").getArray()),
        row.getBoolean("fetching"),
        JSON.readValue(
            row.getString("failed_pictures"), new TypeReference<List<FailedPicture>>() {}));
  }

  private static Stamp stamp(ResultSet row, String line) throws SQLException {
    return new Stamp(
        row.getLong(line + "_version"),
        row.getInt(line + "_rank"),
        orEmpty(row.getString(line + "_digest")));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Details details(ResultSet row) throws SQLException, IOException {
    return new Details(
        row.getString("title"),
        row.getString("category"),
        row.getLong("price_minor"),
        row.getString("currency"),
        JSON.readValue(
            row.getString("attributes"), new TypeReference<TreeMap<String, String>>() {}),
        row.getBoolean("available"));
  }

  private static float[] floats(ResultSet row) throws SQLException {
    var boxed = (Float[]) row.getArray("vector").getArray();
    var vector = new float[boxed.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = boxed[i];
    }
    return vector;
  }
}
