package io.imgsrch.sinks.milvus;

import io.imgsrch.sinks.batch.BatchRows;

/** Rows of a Milvus batch. */
final class VectorRows implements BatchRows<VectorChange> {
  private static final long serialVersionUID = 1L;
  private static final int FIXED_BYTES = 256;

  @Override
  public String key(VectorChange change) {
    return change.imagePk();
  }

  @Override
  public int sizeOf(VectorChange change) {
    var vector = change.vector();
    return FIXED_BYTES + (vector == null ? 0 : Float.BYTES * vector.vector().length);
  }

  @Override
  public String traceparent(VectorChange change) {
    var vector = change.vector();
    return vector == null ? "" : vector.traceparent();
  }
}
