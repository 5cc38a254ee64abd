package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;

/**
 * A vector in the form that exact scores are made of.
 *
 * @param high the high bytes of its components in 16 bits
 * @param low the rest of them
 * @param scale what one unit of the low bytes is
 */
record QueryVector(short[] high, short[] low, float scale) {
  static QueryVector of(float[] vector) {
    float scale = VectorChunk.scale(vector);
    var high = new short[vector.length];
    var low = new short[vector.length];
    for (int i = 0; i < vector.length; i++) {
      int units = scale == 0 ? 0 : Math.round(vector[i] / scale);
      high[i] = (short) VectorChunk.high(units);
      // One off at the lowest, where two products would not fit into 16 bits.
      low[i] = (short) Math.max(-DotProduct.MAX, units - VectorChunk.HIGH * high[i]);
    }
    return new QueryVector(high, low, scale);
  }

  /** What a product of two high bytes is in units of the vector. */
  float highScale() {
    return scale * VectorChunk.HIGH * VectorChunk.HIGH;
  }

  /** The vector, to 16 bits a component. */
  float[] components() {
    var vector = new float[high.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (VectorChunk.HIGH * high[i] + low[i]) * scale;
    }
    return vector;
  }
}
