package io.imgsrch.operators.picture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Adds up lines of bytes, eight at a time: the even and the odd bytes of a long each become four
 * lanes of 16 bits. Measured, it costs a seventh of a loop over single bytes, which JDK 17 does not
 * vectorise.
 */
final class ByteSums {
  /** Lines that fit into a lane: 257 × 255 is 2¹⁶ - 1. */
  static final int MOST_LINES = 257;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN = 0x00FF00FF00FF00FFL;
  private static final int LANE = 0xFFFF;

  private final long[] even;
  private final long[] odd;

  /**
   * @param length of a line, a multiple of 8
   */
  ByteSums(int length) {
    even = new long[length / Long.BYTES];
    odd = new long[even.length];
  }

  void add(byte[] line) {
    for (int i = 0; i < even.length; i++) {
      long eight = (long) LONGS.get(line, Long.BYTES * i);
      even[i] += eight & EVEN;
      odd[i] += eight >>> 8 & EVEN;
    }
  }

  /** Moves the sums to {@code columns} and starts anew. */
  void moveTo(int[] columns) {
    for (int i = 0; i < even.length; i++) {
      int at = Long.BYTES * i;
      long low = even[i];
      long high = odd[i];
      columns[at] = (int) low & LANE;
      columns[at + 1] = (int) high & LANE;
      columns[at + 2] = (int) (low >>> 16) & LANE;
      columns[at + 3] = (int) (high >>> 16) & LANE;
      columns[at + 4] = (int) (low >>> 32) & LANE;
      columns[at + 5] = (int) (high >>> 32) & LANE;
      columns[at + 6] = (int) (low >>> 48);
      columns[at + 7] = (int) (high >>> 48);
      even[i] = 0;
      odd[i] = 0;
    }
  }
}
