package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Vectors outside of the heap, by slot, each component in 16 bits and in units of its vector's
 * scale. The high bytes of all come first, each vector's followed by its scale, and then the low
 * bytes: most candidates are judged by their codes or their high bytes alone.
 */
final class VectorChunk {
  static final int BITS = 10;
  static final int SLOTS = 1 << BITS;

  /** Of a high byte, in low ones. */
  static final int HIGH = 1 << Byte.SIZE;

  private final int dimension;
  private final ByteBuffer bytes;
  private final int stride;
  private final int lowBytes;
  private final CodeChunk codes;

  /**
   * @param rotation of vectors of this dimension
   * @throws OutOfMemoryError if there is no direct memory left for it
   */
  VectorChunk(int dimension, Rotation rotation) {
    this.dimension = dimension;
    this.bytes = ByteBuffer.allocateDirect(bytes(dimension)).order(ByteOrder.nativeOrder());
    this.stride = dimension + Float.BYTES;
    this.lowBytes = SLOTS * stride;
    this.codes = new CodeChunk(dimension, rotation);
  }

  /** What one occupies, bytes. */
  static int size(int dimension) {
    return bytes(dimension) + CodeChunk.size(dimension);
  }

  private static int bytes(int dimension) {
    return SLOTS * (2 * dimension + Float.BYTES);
  }

  /** Whether it is of numbers that have a scale; a model gives no others. */
  static boolean holds(float[] vector) {
    return scale(vector) >= Float.MIN_NORMAL && largest(vector) <= Float.MAX_VALUE;
  }

  /** NaN if one is. */
  private static float largest(float[] vector) {
    float largest = 0;
    for (float component : vector) {
      largest = Math.max(largest, Math.abs(component));
    }
    return largest;
  }

  void put(int slot, float[] vector) {
    float scale = scale(vector);
    for (int i = 0; i < dimension; i++) {
      int units = Math.round(vector[i] / scale);
      int high = high(units);
      bytes.put(slot * stride + i, (byte) high);
      bytes.put(lowBytes + slot * dimension + i, (byte) (units - HIGH * high));
    }
    bytes.putFloat(slot * stride + dimension, scale);
    codes.put(slot, vector);
  }

  /** Whether a slot has what {@link #put} would make of a vector. */
  boolean has(int slot, float[] vector) {
    float scale = scale(vector);
    if (scale != scaleOf(slot)) {
      return false;
    }
    for (int i = 0; i < dimension; i++) {
      if (Math.round(vector[i] / scale) != units(slot, i)) {
        return false;
      }
    }
    return true;
  }

  float[] get(int slot) {
    var vector = new float[dimension];
    float scale = scaleOf(slot);
    for (int i = 0; i < dimension; i++) {
      vector[i] = units(slot, i) * scale;
    }
    return vector;
  }

  /** As {@link CodeChunk#guess}. */
  void guess(CodedQuery query, Batch batch, int from, int to) {
    codes.guess(query, batch, from, to);
  }

  /** The inner product with a query, by the high bytes of both: of unit vectors, to some 0.01. */
  float roughly(DotProduct dots, QueryVector query, int slot) {
    return dots.of(query.high(), bytes, slot * stride) * query.highScale() * scaleOf(slot);
  }

  /** The inner product with a query, by all 16 bits of both: of unit vectors, to some 0.00001. */
  float exactly(DotProduct dots, QueryVector query, int slot) {
    int high = slot * stride;
    int low = lowBytes + slot * dimension;
    long units = (long) HIGH * HIGH * dots.of(query.high(), bytes, high);
    units += (long) HIGH * (dots.of(query.high(), bytes, low) + dots.of(query.low(), bytes, high));
    units += dots.of(query.low(), bytes, low);
    return (float) ((double) units * query.scale() * scaleOf(slot));
  }

  /** What one unit is where the largest component just fits into 16 bits. */
  static float scale(float[] vector) {
    return largest(vector) / (HIGH * DotProduct.MAX);
  }

  static int high(int units) {
    return (units + HIGH / 2) >> Byte.SIZE;
  }

  private int units(int slot, int i) {
    return HIGH * bytes.get(slot * stride + i) + bytes.get(lowBytes + slot * dimension + i);
  }

  private float scaleOf(int slot) {
    return bytes.getFloat(slot * stride + dimension);
  }
}
