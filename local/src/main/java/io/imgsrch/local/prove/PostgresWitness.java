package io.imgsrch.local.prove;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has PostgreSQL note whenever the row of an offer goes back to an older version: where the newest
 * stands in the end, it may have been another one in between.
 */
final class PostgresWitness {
  private static final String[] INSTALL = {
    "CREATE SCHEMA imgsrch_proof",
    """
    CREATE TABLE imgsrch_proof.gone_back (key text, was text, became text)""",
    """
    CREATE FUNCTION imgsrch_proof.said(o %1$s.offers) RETURNS text LANGUAGE sql AS $$
      SELECT format('content %%s/%%s, availability %%s/%%s', o.content_version, o.content_rank,
                    o.availability_version, o.availability_rank) $$""",
    """
    CREATE FUNCTION imgsrch_proof.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO imgsrch_proof.gone_back VALUES (OLD.merchant_id || '/' || OLD.product_id,
        imgsrch_proof.said(OLD), imgsrch_proof.said(NEW));
      RETURN NULL;
    END $$""",
    """
    CREATE TRIGGER goes_back AFTER UPDATE ON %1$s.offers FOR EACH ROW WHEN (
      (NEW.content_version, NEW.content_rank, NEW.content_digest)
        < (OLD.content_version, OLD.content_rank, OLD.content_digest)
      OR OLD.availability_version IS NOT NULL
        AND (NEW.availability_version IS NULL
          OR (NEW.availability_version, NEW.availability_rank, NEW.availability_digest)
            < (OLD.availability_version, OLD.availability_rank, OLD.availability_digest)))
    EXECUTE FUNCTION imgsrch_proof.note()"""
  };

  private PostgresWitness() {}

  /** Begins, in a database whose schema is there, and that never had a witness. */
  static void install(Settings settings) throws IOException {
    try (var connection = connect(settings);
        var statement = connection.createStatement()) {
      for (var command : INSTALL) {
        statement.execute(command.formatted(settings.get(PostgresOptions.SCHEMA)));
      }
    } catch (SQLException e) {
      throw new IOException("PostgreSQL takes no witness: " + e.getMessage(), e);
    }
  }

  /** A lie for every time that an offer went back. */
  static List<Lie> lies(Settings settings) throws IOException {
    var lies = new ArrayList<Lie>();
    try (var connection = connect(settings);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT key, was, became FROM imgsrch_proof.gone_back")) {
      while (rows.next()) {
        var expected = "nothing older than " + rows.getString(2);
        lies.add(
            new Lie(
                Lie.Kind.RESURRECTED,
                "PostgreSQL offers",
                rows.getString(1),
                expected,
                rows.getString(3)));
      }
    } catch (SQLException e) {
      throw new IOException("cannot ask PostgreSQL what went back: " + e.getMessage(), e);
    }
    return lies;
  }

  private static Connection connect(Settings settings) throws SQLException {
    return DriverManager.getConnection(
        settings.get(PostgresOptions.URL), settings.get(PostgresOptions.USER), null);
  }
}
