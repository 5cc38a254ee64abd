package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;

/**
 * A query in the forms that scores are made of.
 *
 * @param high the high bytes of its components in 16 bits
 * @param low the rest of them
 * @param scale what one unit of the low bytes is
 * @param coded its form for guesses
 */
record QueryVector(short[] high, short[] low, float scale, CodedQuery coded) {
  static QueryVector of(float[] vector, Rotation rotation) {
    float scale = VectorChunk.scale(vector);
    var high = new short[vector.length];
    var low = new short[vector.length];
    for (int i = 0; i < vector.length; i++) {
      int units = scale == 0 ? 0 : Math.round(vector[i] / scale);
      high[i] = (short) VectorChunk.high(units);
      // One off at the lowest, where two products would not fit into 16 bits.
      low[i] = (short) Math.max(-DotProduct.MAX, units - VectorChunk.HIGH * high[i]);
    }
    return new QueryVector(high, low, scale, CodedQuery.of(rotation.of(vector)));
  }

  /** What a product of two high bytes is in units of the vector. */
  float highScale() {
    return scale * VectorChunk.HIGH * VectorChunk.HIGH;
  }
}
