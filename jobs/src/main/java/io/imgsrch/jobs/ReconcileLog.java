package io.imgsrch.jobs;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.StoredTable;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.reconcile.CatalogLog;
import io.imgsrch.operators.reconcile.FlinkRest;
import io.imgsrch.operators.reconcile.LastCheckpoint;
import io.imgsrch.operators.reconcile.Positions;
import io.imgsrch.sinks.kafka.TopicOffsets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Positions that checkpoints vouch for: Flink commits a source's offsets when a checkpoint is
 * complete, and each sink was flushed in it.
 */
final class ReconcileLog implements CatalogLog {
  /** By which the clocks of Kafka and Flink may differ. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(1);

  private final TopicOffsets offsets;
  private final LastCheckpoint index;
  private final String readers;
  private final String archivers;

  private ReconcileLog(
      TopicOffsets offsets, LastCheckpoint index, String readers, String archivers) {
    this.offsets = offsets;
    this.index = index;
    this.readers = readers;
    this.archivers = archivers;
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
        new LastCheckpoint(
            new FlinkRest(URI.create(settings.get(QueryOptions.FLINK_REST))), IndexJob.NAME),
        TopicStreams.group(settings, run),
        TopicStreams.group(settings, ArchiveJob.NAME));
  }

  @Override
  public Positions positions(StoredTable table) throws IOException {
    var read = offsets.committed(readers, table.topic());
    if (table == StoredTable.VECTORS) {
      // The registry sends a vector to the topic and to Milvus at once.
      var flushed = index.millis().map(millis -> millis - CLOCK_SKEW.toMillis());
      return new Positions(read, Map.of(), flushed.orElse(Long.MIN_VALUE));
    }
    return new Positions(read, offsets.committed(archivers, table.topic()), Long.MIN_VALUE);
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
