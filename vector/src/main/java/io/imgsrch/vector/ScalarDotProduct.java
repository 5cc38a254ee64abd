package io.imgsrch.vector;

import java.nio.ByteBuffer;

/** One component after the other. */
public final class ScalarDotProduct implements DotProduct {
  @Override
  public int of(short[] query, ByteBuffer vectors, int offset) {
    int sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += query[i] * vectors.get(offset + i);
    }
    return sum;
  }
}
