package io.imgsrch.config.event;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * A record of {@code catalog.images}, published once the picture is embedded.
 *
 * @param imagePk lowercase hex SHA-256 of the picture's bytes
 * @param modelId the model that made the vector
 * @param vector L2-normalised; in JSON, base64 of little-endian float32
 * @param width of the picture, pixels
 * @param height of the picture, pixels
 */
public record ImageVector(
    String imagePk,
    String modelId,
    @JsonSerialize(using = VectorJson.Writer.class)
        @JsonDeserialize(using = VectorJson.Reader.class)
        float[] vector,
    int width,
    int height,
    String traceparent) {}
