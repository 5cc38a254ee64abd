package io.imgsrch.sinks.postgres;

import java.util.List;
import java.util.stream.Collectors;

/** The digest of {@code io.imgsrch.config.digest}, as PostgreSQL computes it from what is there. */
final class RowDigestSql {
  private RowDigestSql() {}

  /** The digest, a bigint, of a row of these texts. */
  static String digest(List<String> fields) {
    var text =
        fields.stream()
            .map(field -> "coalesce(length(%s) || ':' || %s, '-')".formatted(field, field))
            .collect(Collectors.joining(" || "));
    return "('x' || left(md5(convert_to(%s, 'UTF8')), 16))::bit(64)::bigint".formatted(text);
  }

  /** The block by the hash of a key. */
  static String blockOfHash(String key) {
    return "('x' || left(md5(convert_to(%s, 'UTF8')), 2))::bit(8)::integer".formatted(key);
  }

  /** The block by the first two digits of a key; what begins otherwise is in the first block. */
  static String blockOfPrefix(String key) {
    return "CASE WHEN %s ~ '^[0-9a-f]{2}' THEN ('x' || left(%s, 2))::bit(8)::integer ELSE 0 END"
        .formatted(key, key);
  }
}
