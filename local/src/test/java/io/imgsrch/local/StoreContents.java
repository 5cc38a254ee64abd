package io.imgsrch.local;

import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.sinks.milvus.VectorDigests;
import io.imgsrch.sinks.postgres.ArchiveDigests;
import io.imgsrch.sinks.postgres.TableDigests;
import java.sql.DriverManager;
import java.util.Map;
import java.util.TreeMap;

/**
 * What PostgreSQL and Milvus hold, by digests. Of the bitmaps without their places in the topic,
 * which a repair moves.
 */
record StoreContents(
    Map<Integer, BlockDigest> offers,
    Map<Integer, BlockDigest> images,
    Map<Integer, BlockDigest> vectors,
    Map<String, String> bitmaps) {

  static StoreContents read(Settings settings) throws Exception {
    var timeout = settings.get(ReconcileOptions.QUERY_TIMEOUT);
    try (var archive = ArchiveDigests.open(settings, Secrets.from(Map.of()), timeout);
        var milvus = VectorDigests.open(settings, Secrets.from(Map.of()), timeout)) {
      return new StoreContents(
          archive.blocks(TableDigests.OFFERS),
          archive.blocks(TableDigests.IMAGES),
          milvus.blocks(),
          bitmaps(settings));
    }
  }

  static long rows(Map<Integer, BlockDigest> table) {
    return table.values().stream().mapToLong(BlockDigest::rows).sum();
  }

  private static Map<String, String> bitmaps(Settings settings) throws Exception {
    var bitmaps = new TreeMap<String, String>();
    try (var connection =
            DriverManager.getConnection(
                settings.get(PostgresOptions.URL), settings.get(PostgresOptions.USER), null);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT image_pk, encode(merchants, 'hex') FROM imgsrch.bitmaps")) {
      while (found.next()) {
        bitmaps.put(found.getString(1), found.getString(2));
      }
    }
    return bitmaps;
  }
}
