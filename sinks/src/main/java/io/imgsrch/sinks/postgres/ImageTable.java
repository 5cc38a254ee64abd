package io.imgsrch.sinks.postgres;

import static io.imgsrch.sinks.postgres.Column.required;

import io.imgsrch.config.event.ImageVector;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The embedded pictures. A picture's key is its bytes' hash, so there is nothing to go back to; one
 * that was purged is a row with an empty vector.
 */
final class ImageTable implements ArchiveTable<ImageVector> {
  private static final long serialVersionUID = 1L;
  private static final int FIXED_BYTES = 256;

  @Override
  public String name() {
    return "images";
  }

  @Override
  public List<String> primaryKey() {
    return List.of("image_pk");
  }

  @Override
  public List<Column> columns() {
    return List.of(
        required("image_pk", "text"),
        required("model_id", "text"),
        required("vector", "real[]"),
        required("width", "integer"),
        required("height", "integer"),
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
    return List.of(
        "image_pk", "model_id", "md5(array_send(vector))", "width::text", "height::text");
  }

  @Override
  public String guard() {
    return UNGUARDED;
  }

  @Override
  public String key(ImageVector image) {
    return image.imagePk();
  }

  @Override
  public String traceparent(ImageVector image) {
    return image.traceparent();
  }

  @Override
  public int sizeOf(ImageVector image) {
    return FIXED_BYTES + 2 * Float.BYTES * image.vector().length;
  }

  @Override
  public void bind(PreparedStatement statement, ImageVector image) throws SQLException {
    var row = new RowBinder(statement);
    row.add(image.imagePk());
    row.add(image.modelId());
    row.add("float4", image.vector());
    row.add(image.width());
    row.add(image.height());
    row.add(image.traceparent());
  }
}
