package io.imgsrch.sinks.postgres;

import static io.imgsrch.sinks.postgres.Column.required;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The merchants of each picture, guarded by the offset of their record. */
final class BitmapTable implements ArchiveTable<ArchivedBitmap> {
  private static final long serialVersionUID = 1L;
  private static final int FIXED_BYTES = 256;

  @Override
  public String name() {
    return "bitmaps";
  }

  @Override
  public List<String> primaryKey() {
    return List.of("image_pk");
  }

  @Override
  public List<Column> columns() {
    return List.of(
        required("image_pk", "text"),
        required("merchants", "bytea"),
        required("source_partition", "integer"),
        required("source_offset", "bigint"),
        required("traceparent", "text"));
  }

  @Override
  public String keyText() {
    return "image_pk";
  }

  @Override
  public String block() {
    return RowDigestSql.blockOfPrefix("image_pk");
  }

  @Override
  public List<String> digestFields() {
    return List.of("image_pk", "md5(merchants)", "source_partition::text", "source_offset::text");
  }

  @Override
  public String guard() {
    return "t.source_offset <= excluded.source_offset";
  }

  @Override
  public boolean replaces(ArchivedBitmap before, ArchivedBitmap next) {
    return before.offset() <= next.offset();
  }

  @Override
  public String key(ArchivedBitmap row) {
    return row.bitmap().imagePk();
  }

  @Override
  public String traceparent(ArchivedBitmap row) {
    return row.bitmap().traceparent();
  }

  @Override
  public int sizeOf(ArchivedBitmap row) {
    return FIXED_BYTES + row.bitmap().merchants().length;
  }

  @Override
  public void bind(PreparedStatement statement, ArchivedBitmap archived) throws SQLException {
    var row = new RowBinder(statement);
    row.add(archived.bitmap().imagePk());
    row.add(archived.bitmap().merchants());
    row.add(archived.partition());
    row.add(archived.offset());
    row.add(archived.bitmap().traceparent());
  }
}
