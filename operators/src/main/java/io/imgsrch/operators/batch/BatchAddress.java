package io.imgsrch.operators.batch;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Where a subtask answers batches itself.
 *
 * <p>In bytes: the number of key groups, that of subtasks, the index of this one, host, port,
 * token.
 *
 * @param subtasks of the operator
 * @param subtask index of the one that answers there
 * @param host of its task manager, as Flink knows it
 * @param token that a client says first; another server that has got the same port has another
 */
public record BatchAddress(Subtasks subtasks, int subtask, String host, int port, long token) {
  private static final int MAX_PORT = 65_535;

  byte[] toBytes() throws IOException {
    var out = new DataOutputSerializer(64);
    out.writeInt(subtasks.maxParallelism());
    out.writeInt(subtasks.parallelism());
    out.writeInt(subtask);
    out.writeUTF(host);
    out.writeInt(port);
    out.writeLong(token);
    return out.getCopyOfBuffer();
  }

  /**
   * Reads an address.
   *
   * @throws IOException if it is none
   */
  public static BatchAddress of(byte[] bytes) throws IOException {
    var in = new DataInputDeserializer(bytes);
    var subtasks = Subtasks.read(in);
    var address =
        new BatchAddress(subtasks, in.readInt(), in.readUTF(), in.readInt(), in.readLong());
    if (in.available() > 0) {
      throw new IOException("%d bytes behind the address".formatted(in.available()));
    }
    address.check();
    return address;
  }

  private void check() throws IOException {
    if (subtask < 0 || subtask >= subtasks.parallelism()) {
      throw new IOException(
          "an address of subtask %d of %d".formatted(subtask, subtasks.parallelism()));
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IOException("an address with port " + port);
    }
  }

  @Override
  public String toString() {
    return "%s:%d of subtask %d of %d".formatted(host, port, subtask + 1, subtasks.parallelism());
  }
}
