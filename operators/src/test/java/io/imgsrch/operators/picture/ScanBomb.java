package io.imgsrch.operators.picture;

import java.io.ByteArrayOutputStream;

/**
 * A progressive JPEG, small and true to the standard, that makes a decoder walk over all of its
 * pixels once per scan: its scans, a few bytes each, say nothing about any block.
 */
public final class ScanBomb {
  /** Blocks that one end-of-band symbol may skip, and the bits that say how many. */
  private static final int RUN_BITS = 14;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pending;
  private int pendingBits;

  private ScanBomb() {}

  /** A grey picture of {@code side × side} pixels. */
  public static byte[] jpeg(int side, int scans) {
    ScanBomb bomb = new ScanBomb();
    int blocks = ((side + 7) / 8) * ((side + 7) / 8);
    bomb.bytes(0xFF, 0xD8);
    bomb.bytes(0xFF, 0xDB, 0, 67, 0);
    for (int i = 0; i < 64; i++) {
      bomb.bytes(1);
    }
    bomb.bytes(0xFF, 0xC2, 0, 11, 8, side >> 8, side & 0xFF, side >> 8, side & 0xFF, 1, 1, 0x11, 0);
    bomb.table(0x00, 0x00);
    bomb.table(0x10, RUN_BITS << 4);
    bomb.scan(0, 0);
    for (int block = 0; block < blocks; block++) {
      bomb.bits(0, 1);
    }
    bomb.flush();
    for (int scan = 1; scan < scans; scan++) {
      bomb.scan(1, 63);
      for (int left = blocks; left > 0; ) {
        // A run of 2^14 to 2^15 − 1 blocks; the last one may reach beyond the picture.
        int run = Math.min(left, (2 << RUN_BITS) - 1);
        bomb.bits(0, 1);
        bomb.bits(Math.max(0, run - (1 << RUN_BITS)), RUN_BITS);
        left -= run;
      }
      bomb.flush();
    }
    bomb.bytes(0xFF, 0xD9);
    return bomb.out.toByteArray();
  }

  /** A Huffman table of one symbol, of one bit: zero. */
  private void table(int id, int symbol) {
    bytes(0xFF, 0xC4, 0, 20, id, 1);
    for (int length = 2; length <= 16; length++) {
      bytes(0);
    }
    bytes(symbol);
  }

  private void scan(int from, int to) {
    bytes(0xFF, 0xDA, 0, 8, 1, 1, 0, from, to, 0);
  }

  private void bits(int value, int count) {
    for (int bit = count - 1; bit >= 0; bit--) {
      pending = (pending << 1) | ((value >> bit) & 1);
      if (++pendingBits == 8) {
        emit();
      }
    }
  }

  private void flush() {
    while (pendingBits > 0) {
      bits(1, 1);
    }
  }

  private void emit() {
    bytes(pending);
    if (pending == 0xFF) {
      bytes(0);
    }
    pending = 0;
    pendingBits = 0;
  }

  private void bytes(int... values) {
    for (int value : values) {
      out.write(value);
    }
  }
}
