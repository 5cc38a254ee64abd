package io.imgsrch.operators.reconcile;

import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A source that looks at the present has nothing to split and nothing to remember. */
record NoSplit() implements SourceSplit {
  @Override
  public String splitId() {
    return "none";
  }

  /** Of splits, and of the enumerator's state. */
  static final class Serializer implements SimpleVersionedSerializer<NoSplit> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(NoSplit split) {
      return new byte[0];
    }

    @Override
    public NoSplit deserialize(int version, byte[] bytes) {
      return new NoSplit();
    }
  }
}
