package io.imgsrch.config.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A record of {@code catalog.images}, published once the picture is embedded, and once more,
 * without a vector, when nobody has shown it for so long that it was purged.
 *
 * @param imagePk lowercase hex SHA-256 of the picture's bytes
 * @param modelId the model that made the vector; empty once purged
 * @param vector L2-normalised; in JSON, base64 of little-endian float32; empty once purged
 * @param width of the picture, pixels; 0 once purged
 * @param height of the picture, pixels; 0 once purged
 */
public record ImageVector(
    String imagePk,
    String modelId,
    @JsonSerialize(using = VectorJson.Writer.class)
        @JsonDeserialize(using = VectorJson.Reader.class)
        float[] vector,
    int width,
    int height,
    String traceparent) {

  /** The record that says that a picture is no more. */
  public static ImageVector purged(String imagePk, String traceparent) {
    return new ImageVector(imagePk, "", new float[0], 0, 0, traceparent);
  }

  /** The same under another trace. */
  public ImageVector withTraceparent(String other) {
    return new ImageVector(imagePk, modelId, vector, width, height, other);
  }

  /** Whether the picture was purged. */
  public boolean gone() {
    return vector.length == 0;
  }
}
