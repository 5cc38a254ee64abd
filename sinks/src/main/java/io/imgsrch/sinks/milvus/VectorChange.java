package io.imgsrch.sinks.milvus;

import io.imgsrch.config.event.ImageVector;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a picture's row in Milvus.
 *
 * @param vector to be upserted; null to delete the row
 */
public record VectorChange(String imagePk, @Nullable ImageVector vector) {

  /** What a record of {@code catalog.images} asks for. */
  public static VectorChange of(ImageVector image) {
    return image.gone() ? delete(image.imagePk()) : upsert(image);
  }

  /** The row is to hold this vector. */
  public static VectorChange upsert(ImageVector vector) {
    return new VectorChange(vector.imagePk(), vector);
  }

  /** There is to be no row. */
  public static VectorChange delete(String imagePk) {
    return new VectorChange(imagePk, null);
  }
}
