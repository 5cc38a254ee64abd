package io.imgsrch.sinks.postgres;

import io.imgsrch.config.digest.RowDigest;
import io.imgsrch.config.event.EventJson;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.sinks.batch.Backoff;
import io.imgsrch.sinks.batch.BlockingBatches;
import io.imgsrch.sinks.rebuild.RebuiltTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** A table of the archive's successor, made of its topic. */
final class ArchiveCopy<T> implements RebuiltTable<T> {
  private static final int ROWS_OF_A_FETCH = 1_000;

  /** What was visited cannot be taken back. */
  private static final Backoff ONCE = new Backoff(0, Duration.ZERO, Duration.ZERO);

  private final PostgresRebuild rebuild;
  private final Topic topic;
  private final ArchiveTable<T> table;
  private final Reader<T> reader;
  private final ToLongFunction<T> digest;

  /** Makes a row of a record. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(byte[] value, int partition, long offset) throws IOException;
  }

  private ArchiveCopy(
      PostgresRebuild rebuild,
      Topic topic,
      ArchiveTable<T> table,
      Reader<T> reader,
      ToLongFunction<T> digest) {
    this.rebuild = rebuild;
    this.topic = topic;
    this.table = table;
    this.reader = reader;
    this.digest = digest;
  }

  static List<RebuiltTable<?>> all(PostgresRebuild rebuild) {
    return List.of(
        new ArchiveCopy<>(
            rebuild,
            Topic.OFFERS,
            new OfferTable(),
            (value, partition, offset) -> EventJson.read(value, Offer.class),
            RowDigest::of),
        new ArchiveCopy<>(
            rebuild,
            Topic.BITMAPS,
            new BitmapTable(),
            (value, partition, offset) ->
                new ArchivedBitmap(EventJson.read(value, MerchantBitmap.class), partition, offset),
            row -> RowDigest.of(row.bitmap(), row.partition(), row.offset())),
        new ArchiveCopy<>(
            rebuild,
            Topic.IMAGES,
            new ImageTable(),
            (value, partition, offset) -> EventJson.read(value, ImageVector.class),
            RowDigest::of));
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Topic topic() {
    return topic;
  }

  @Override
  public boolean guarded() {
    return !table.guard().equals(ArchiveTable.UNGUARDED);
  }

  @Override
  public T read(byte[] value, int partition, long offset) throws IOException {
    return reader.read(value, partition, offset);
  }

  @Override
  public String key(T row) {
    return table.key(row);
  }

  @Override
  public OptionalLong digest(T row) {
    return OptionalLong.of(digest.applyAsLong(row));
  }

  @Override
  public BlockingBatches<T> open() throws IOException {
    var settings = rebuild.ofSuccessor();
    return BlockingBatches.open(
        "%s.%s in %s".formatted(rebuild.successor(), name(), PostgresPools.name(settings)),
        PostgresSinks.limits(settings),
        table,
        () -> PostgresStore.open(settings, rebuild.secrets(), table));
  }

  @Override
  public void scan(Visitor visitor) throws IOException {
    rebuild.step("read " + name(), ONCE, c -> scan(c, visitor));
  }

  private void scan(Connection connection, Visitor visitor) throws SQLException {
    var query =
        "SELECT %s, %s FROM %s.%s"
            .formatted(
                table.keyText(),
                RowDigestSql.digest(table.digestFields()),
                rebuild.successor(),
                table.name());
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_OF_A_FETCH);
      try (var rows = statement.executeQuery(query)) {
        while (rows.next()) {
          if (Thread.currentThread().isInterrupted()) { // the driver does not look
            throw new SQLException("interrupted");
          }
          visitor.visit(rows.getString(1), rows.getLong(2));
        }
      }
    }
  }
}
