package io.imgsrch.jobs;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.operators.async.Opened;
import io.imgsrch.operators.reconcile.Stores;
import io.imgsrch.sinks.milvus.VectorDigests;
import io.imgsrch.sinks.postgres.ArchiveDigests;
import io.imgsrch.sinks.postgres.TableDigests;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and Milvus; each is opened when it is first asked, so that one does not need both. */
final class ReconcileStores implements Stores {
  private final Settings settings;
  private final Secrets secrets = Secrets.from(System.getenv());
  private final Opened opened = new Opened();
  private @Nullable ArchiveDigests archive;
  private @Nullable VectorDigests vectors;

  private ReconcileStores(Settings settings) {
    this.settings = settings;
  }

  static Stores open(Settings settings) {
    return new ReconcileStores(settings);
  }

  @Override
  public long count(StoredTable table) throws IOException {
    return archive().count(name(table));
  }

  @Override
  public Map<Integer, BlockDigest> blocks(StoredTable table) throws IOException {
    return table == StoredTable.VECTORS ? vectors().blocks() : archive().blocks(name(table));
  }

  @Override
  public Map<String, Long> rows(StoredTable table, int block) throws IOException {
    return table == StoredTable.VECTORS
        ? vectors().rows(block)
        : archive().rows(name(table), block);
  }

  @Override
  public boolean delete(StoredTable table, String key, long digest) throws IOException {
    return archive().delete(name(table), key, digest);
  }

  private static String name(StoredTable table) {
    return switch (table) {
      case OFFERS -> TableDigests.OFFERS;
      case BITMAPS -> TableDigests.BITMAPS;
      case IMAGES -> TableDigests.IMAGES;
      case VECTORS -> throw new IllegalArgumentException("not in the archive: " + table);
    };
  }

  private ArchiveDigests archive() throws IOException {
    var open = archive;
    if (open == null) {
      var timeout = settings.get(ReconcileOptions.QUERY_TIMEOUT);
      open = opened.add(ArchiveDigests.open(settings, secrets, timeout), ArchiveDigests::close);
      archive = open;
    }
    return open;
  }

  private VectorDigests vectors() throws IOException {
    var open = vectors;
    if (open == null) {
      var timeout = settings.get(ReconcileOptions.QUERY_TIMEOUT);
      open = opened.add(VectorDigests.open(settings, secrets, timeout), VectorDigests::close);
      vectors = open;
    }
    return open;
  }

  @Override
  public void close() {
    opened.close();
  }
}
