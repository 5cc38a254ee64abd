package io.imgsrch.operators.reconcile;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.StoredTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One partition of every topic. */
final class FakeLog implements CatalogLog {
  final Map<Long, ImageVector> images = new HashMap<>();
  long end;
  long read;
  long stored;

  /** Everything so far was read and stored. */
  void advance(long to) {
    end = to;
    read = to;
    stored = to;
  }

  @Override
  public Positions positions(StoredTable table) {
    return new Positions(Map.of(0, read), Map.of(0, stored));
  }

  @Override
  public Map<Integer, Long> ends(StoredTable table) {
    return Map.of(0, end);
  }

  @Override
  public Optional<ImageVector> image(int partition, long offset) {
    return Optional.ofNullable(images.get(offset));
  }

  @Override
  public void close() {}
}
