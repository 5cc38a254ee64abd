package io.imgsrch.operators.reconcile;

import io.imgsrch.config.digest.BlockDigest;
import io.imgsrch.config.event.StoredTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables in memory, each one block. */
final class FakeStores implements Stores {
  static final int BLOCK = 7;

  final Map<StoredTable, Map<String, Long>> tables = new EnumMap<>(StoredTable.class);
  final List<String> deleted = new ArrayList<>();
  volatile boolean away;
  volatile boolean closed;

  Map<String, Long> table(StoredTable table) {
    return tables.computeIfAbsent(table, t -> new HashMap<>());
  }

  @Override
  public long count(StoredTable table) throws IOException {
    if (away) {
      throw new IOException("away");
    }
    return table(table).size();
  }

  @Override
  public synchronized Map<Integer, BlockDigest> blocks(StoredTable table) throws IOException {
    if (away) {
      throw new IOException("away");
    }
    var digest = BlockDigest.EMPTY;
    for (var row : table(table).values()) {
      digest = digest.plus(row);
    }
    return Map.of(BLOCK, digest);
  }

  @Override
  public Map<String, Long> rows(StoredTable table, int block) {
    return Map.copyOf(table(table));
  }

  @Override
  public boolean delete(StoredTable table, String key, long digest) {
    deleted.add(key);
    return table(table).remove(key, digest);
  }

  @Override
  public void close() {
    closed = true;
  }
}
