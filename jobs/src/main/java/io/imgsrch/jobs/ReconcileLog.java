package io.imgsrch.jobs;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.reconcile.CatalogLog;
import io.imgsrch.operators.reconcile.Positions;
import io.imgsrch.sinks.kafka.TopicOffsets;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Positions that checkpoints vouch for: Flink commits a source's offsets when a checkpoint is
 * complete, and each sink was flushed in it.
 */
final class ReconcileLog implements CatalogLog {
  private final TopicOffsets offsets;
  private final String readers;
  private final String archivers;
  private final String indexers;

  private ReconcileLog(TopicOffsets offsets, String readers, String archivers, String indexers) {
    this.offsets = offsets;
    this.readers = readers;
    this.archivers = archivers;
    this.indexers = indexers;
  }

  /**
   * Opens it.
   *
   * @param run the name under which this run of the reconcile job reads: no other run's positions
   *     say what this one knows
   */
  static CatalogLog open(Settings settings, String run) throws IOException {
    return new ReconcileLog(
        TopicOffsets.open(settings),
        TopicStreams.group(settings, run),
        TopicStreams.group(settings, ArchiveJob.NAME),
        TopicStreams.group(settings, IndexJob.NAME));
  }

  @Override
  public Positions positions(StoredTable table) throws IOException {
    var read = offsets.committed(readers, table.topic());
    var writers = table == StoredTable.VECTORS ? indexers : archivers;
    return new Positions(read, offsets.committed(writers, table.topic()));
  }

  @Override
  public Map<Integer, Long> ends(StoredTable table) throws IOException {
    return offsets.ends(table.topic());
  }

  @Override
  public Optional<ImageVector> image(int partition, long offset) throws IOException {
    var value = offsets.value(Topic.IMAGES, partition, offset);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(EventJson.read(value.get(), ImageVector.class));
  }

  @Override
  public void close() {
    offsets.close();
  }
}
