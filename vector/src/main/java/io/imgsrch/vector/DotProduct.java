package io.imgsrch.vector;

import java.nio.ByteBuffer;

/** The dot product of whole numbers, which is exact, in whatever way it is computed. */
public interface DotProduct {
  /** The largest component, and its negative the least: two products fit into 16 bits. */
  int MAX = Byte.MAX_VALUE;

  /**
   * The dot product of a query with the vector at an offset.
   *
   * @param query components from −{@link #MAX} to {@link #MAX}
   * @param vectors holds as many of them from the offset on, a byte each, in the same range
   */
  int of(short[] query, ByteBuffer vectors, int offset);

  /** The fastest here: by vector instructions if the module {@code jdk.incubator.vector} is on. */
  static DotProduct fastest() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new SimdDotProduct()
        : new ScalarDotProduct();
  }
}
