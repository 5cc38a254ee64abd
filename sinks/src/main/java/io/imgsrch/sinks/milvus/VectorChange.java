package io.imgsrch.sinks.milvus;

import io.imgsrch.config.event.ImageVector;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a picture's row in Milvus.
 *
 * @param vector to be upserted; null to delete the row
 */
public record VectorChange(String imagePk, @Nullable ImageVector vector) {

  /** The row is to hold this vector. */
  public static VectorChange upsert(ImageVector vector) {
    return new VectorChange(vector.imagePk(), vector);
  }

  /** There is to be no row. */
  public static VectorChange delete(String imagePk) {
    return new VectorChange(imagePk, null);
  }
}
