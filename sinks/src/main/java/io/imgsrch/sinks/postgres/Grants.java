package io.imgsrch.sinks.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/** The rights that others than the owner have on a schema and its tables. */
final class Grants {
  /** As statements for the tables of another schema; the first parameters are the one with them. */
  private static final String STATEMENTS =
      """
      WITH rights AS (
        SELECT 'SCHEMA' AS kind, '' AS relation, nspowner AS owner, acl.*
        FROM pg_namespace, aclexplode(nspacl) AS acl WHERE nspname = ?
        UNION ALL
        SELECT 'TABLE', '.' || relname, relowner, acl.*
        FROM pg_class, aclexplode(relacl) AS acl
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ?)
          AND relname = ANY (?))
      SELECT format('GRANT %s ON %s %s%s TO %s%s', privilege_type, kind, ?::text, relation,
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
        CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM rights WHERE grantee <> owner""";

  private Grants() {}

  /** Gives them on another schema with the same tables too. */
  static void copy(Connection connection, PostgresSchema from, PostgresSchema to)
      throws SQLException {
    var grants = new ArrayList<String>();
    try (var query = connection.prepareStatement(STATEMENTS)) {
      query.setString(1, from.name());
      query.setString(2, from.name());
      query.setArray(
          3,
          connection.createArrayOf(
              "text", PostgresSchema.TABLES.stream().map(ArchiveTable::name).toArray()));
      query.setString(4, to.name());
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          grants.add(rows.getString(1));
        }
      }
    }
    try (var statement = connection.createStatement()) {
      for (var grant : grants) {
        statement.execute(grant);
      }
    }
  }
}
