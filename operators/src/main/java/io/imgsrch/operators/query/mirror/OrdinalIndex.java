package io.imgsrch.operators.query.mirror;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * From the hash of a key to its ordinal: a table of open addressing, four bytes a slot. It holds no
 * keys: who looks up says which ordinal has the key that is meant, so that a slot whose ordinal has
 * another key by now is passed over.
 *
 * <p>One thread writes. A table that was handed out may be read by any thread, together with keys
 * of the same instant: slots are only ever filled, and a full table is left for a new one.
 */
final class OrdinalIndex {
  static final int NONE = -1;

  private static final int INITIAL = 1 << 10;
  private static final int MAX_LOAD_PERCENT = 60;

  /** Ordinals plus one; 0 is free. */
  private int[] slots = new int[INITIAL];

  private int used;

  /** The table now, for {@link #find}. */
  int[] table() {
    return slots;
  }

  /** The ordinal of a key, or {@link #NONE}. */
  static int find(int[] table, int hash, IntPredicate isIt) {
    for (int at = start(table, hash); table[at] != 0; at = (at + 1) & (table.length - 1)) {
      int ordinal = table[at] - 1;
      if (isIt.test(ordinal)) {
        return ordinal;
      }
    }
    return NONE;
  }

  /**
   * Adds a key that is not there.
   *
   * @param count ordinals that were ever given
   * @param hashOf the hash of an ordinal's key
   * @param isUsed whether an ordinal has a key now
   */
  void add(int hash, int ordinal, int count, IntUnaryOperator hashOf, IntPredicate isUsed) {
    if ((used + 1) * 100L > slots.length * (long) MAX_LOAD_PERCENT) {
      rebuild(count, hashOf, isUsed);
    }
    fill(slots, hash, ordinal);
    used++;
  }

  /** Into a larger table, unless most slots are of keys that are gone. */
  private void rebuild(int count, IntUnaryOperator hashOf, IntPredicate isUsed) {
    int live = 0;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      live += isUsed.test(ordinal) ? 1 : 0;
    }
    int capacity = slots.length;
    while ((live + 1) * 100L > capacity * (long) MAX_LOAD_PERCENT / 2) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    var table = new int[capacity];
    for (int ordinal = 0; ordinal < count; ordinal++) {
      if (isUsed.test(ordinal)) {
        fill(table, hashOf.applyAsInt(ordinal), ordinal);
      }
    }
    slots = table;
    used = live;
  }

  private static void fill(int[] table, int hash, int ordinal) {
    int at = start(table, hash);
    while (table[at] != 0) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = ordinal + 1;
  }

  private static int start(int[] table, int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ (mixed >>> 16)) & (table.length - 1);
  }
}
