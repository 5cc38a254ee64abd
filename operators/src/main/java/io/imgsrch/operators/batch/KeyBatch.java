package io.imgsrch.operators.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/**
 * Keys that are asked for with one request: their number, then each as {@link
 * java.io.DataOutput#writeUTF} writes it. Flink takes a request to the subtask that its hash
 * belongs to, which therefore is that of the first key.
 */
public final class KeyBatch implements CopyableValue<KeyBatch> {
  /** Most keys of a batch. */
  public static final int MAX_KEYS = 512;

  public static final TypeInformation<KeyBatch> TYPE = Types.VALUE(KeyBatch.class);
  private static final long serialVersionUID = 1L;

  private List<String> keys = List.of();

  /** For Flink, which reads the keys afterwards. */
  public KeyBatch() {}

  /**
   * @throws IllegalArgumentException unless there is one key at least, and at most {@link
   *     #MAX_KEYS}
   */
  public KeyBatch(List<String> keys) {
    if (!fits(keys.size())) {
      throw new IllegalArgumentException(wrongSize(keys.size()));
    }
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a batch.
   *
   * @throws IOException if it is none
   */
  static KeyBatch of(byte[] bytes) throws IOException {
    var in = new DataInputDeserializer(bytes);
    var batch = new KeyBatch();
    batch.read(in);
    if (in.available() > 0) {
      throw new IOException("%d bytes behind the batch".formatted(in.available()));
    }
    return batch;
  }

  public byte[] toBytes() throws IOException {
    var out = new DataOutputSerializer(1024);
    write(out);
    return out.getCopyOfBuffer();
  }

  public List<String> keys() {
    return keys;
  }

  private static boolean fits(int size) {
    return size >= 1 && size <= MAX_KEYS;
  }

  private static String wrongSize(int size) {
    return "a batch has 1 to %d keys, not %d".formatted(MAX_KEYS, size);
  }

  @Override
  public void write(DataOutputView out) throws IOException {
    out.writeInt(keys.size());
    for (var key : keys) {
      out.writeUTF(key);
    }
  }

  @Override
  public void read(DataInputView in) throws IOException {
    int size = in.readInt();
    if (!fits(size)) {
      throw new IOException(wrongSize(size));
    }
    var read = new ArrayList<String>(size);
    for (int i = 0; i < size; i++) {
      read.add(in.readUTF());
    }
    keys = List.copyOf(read);
  }

  @Override
  public int hashCode() {
    return keys.isEmpty() ? 0 : keys.get(0).hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyBatch batch && batch.keys.equals(keys);
  }

  @Override
  public String toString() {
    return keys.size() == 1
        ? keys.get(0)
        : "%s and %d more".formatted(keys.get(0), keys.size() - 1);
  }

  @Override
  public int getBinaryLength() {
    return -1;
  }

  @Override
  public void copyTo(KeyBatch target) {
    target.keys = keys;
  }

  @Override
  public KeyBatch copy() {
    return new KeyBatch(keys);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    var batch = new KeyBatch();
    batch.read(source);
    batch.write(target);
  }
}
