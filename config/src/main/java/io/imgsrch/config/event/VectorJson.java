package io.imgsrch.config.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors in JSON: base64 of little-endian float32, a third of the digits' size and exact. */
final class VectorJson {
  private VectorJson() {}

  static final class Writer extends JsonSerializer<float[]> {
    @Override
    public void serialize(float[] vector, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      json.writeBinary(bytes.array());
    }
  }

  static final class Reader extends JsonDeserializer<float[]> {
    @Override
    public float[] deserialize(JsonParser json, DeserializationContext context) throws IOException {
      var bytes = json.getBinaryValue();
      if (bytes.length % Float.BYTES != 0) {
        return context.reportInputMismatch(
            this, "a vector of %s bytes is cut short: a component has four", bytes.length);
      }
      var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      var vector = new float[floats.remaining()];
      floats.get(vector);
      return vector;
    }
  }
}
