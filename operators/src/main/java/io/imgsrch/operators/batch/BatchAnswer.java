package io.imgsrch.operators.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a subtask says of the keys of a batch, in their order.
 *
 * <p>In bytes: the number of key groups, that of subtasks, that of entries; then each entry as its
 * length and its bytes, where a length below 0 stands for an entry without a value.
 *
 * @param subtasks of which the one that answers is one
 */
public record BatchAnswer(Subtasks subtasks, List<Entry> entries) {
  private static final int ABSENT = -1;
  private static final int LEFT_OUT = -2;

  public BatchAnswer {
    entries = List.copyOf(entries);
  }

  /** What is said of one key. */
  public sealed interface Entry {}

  /** A value, as the state holds it. */
  // Made once, read once.
  @SuppressWarnings("ArrayRecordComponent")
  public record Value(byte[] bytes) implements Entry {}

  /** Entries without a value. */
  public enum NoValue implements Entry {
    /** The state holds nothing under this key. */
    ABSENT,

    /** Nothing is said: the key is another subtask's, or the answer was full. */
    LEFT_OUT
  }

  byte[] toBytes() throws IOException {
    var out = new DataOutputSerializer(1024);
    out.writeInt(subtasks.maxParallelism());
    out.writeInt(subtasks.parallelism());
    out.writeInt(entries.size());
    for (var entry : entries) {
      if (entry instanceof Value value) {
        out.writeInt(value.bytes().length);
        out.write(value.bytes());
      } else {
        out.writeInt(entry == NoValue.ABSENT ? ABSENT : LEFT_OUT);
      }
    }
    return out.getCopyOfBuffer();
  }

  /**
   * Reads an answer.
   *
   * @throws IOException if it is none
   */
  public static BatchAnswer of(byte[] bytes) throws IOException {
    var in = new DataInputDeserializer(bytes);
    var subtasks = Subtasks.read(in);
    int size = in.readInt();
    if (size < 0 || size > KeyBatch.MAX_KEYS) {
      throw new IOException("an answer about %d keys".formatted(size));
    }
    var entries = new ArrayList<Entry>(size);
    for (int i = 0; i < size; i++) {
      entries.add(entry(in));
    }
    if (in.available() > 0) {
      throw new IOException("%d bytes behind the answer".formatted(in.available()));
    }
    return new BatchAnswer(subtasks, entries);
  }

  private static Entry entry(DataInputDeserializer in) throws IOException {
    int length = in.readInt();
    if (length == ABSENT) {
      return NoValue.ABSENT;
    }
    if (length == LEFT_OUT) {
      return NoValue.LEFT_OUT;
    }
    if (length < 0 || length > in.available()) {
      throw new IOException(
          "a value of %d bytes, of which %d came".formatted(length, in.available()));
    }
    var value = new byte[length];
    in.readFully(value);
    return new Value(value);
  }
}
