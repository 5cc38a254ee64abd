package io.imgsrch.operators.picture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The committed pictures and vectors that {@code make_reference.py} wrote. */
public final class ReferencePictures {
  private ReferencePictures() {}

  public static byte[] bytes(String name) throws IOException {
    try (InputStream in = ReferencePictures.class.getResourceAsStream("reference/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("No reference picture " + name);
      }
      return in.readAllBytes();
    }
  }

  /** File name to the vector of the model's contract. */
  public static Map<String, float[]> vectors() throws IOException {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (String line : new String(bytes("vectors.txt"), UTF_8).split("\n")) {
      String[] parts = line.split(" ");
      byte[] raw = Base64.getDecoder().decode(parts[1]);
      float[] vector = new float[raw.length / Float.BYTES];
      ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
      vectors.put(parts[0], vector);
    }
    return vectors;
  }

  public static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      squaresA += a[i] * a[i];
      squaresB += b[i] * b[i];
    }
    return dot / Math.sqrt(squaresA * squaresB);
  }
}
