package io.imgsrch.operators.query.mirror;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of ordinals that never changes: Roaring bitmaps of a million ordinals each, of which an
 * editor copies those that it changes. A copy is 128 KiB at the most, however large the catalogue.
 */
public final class OrdinalSet {
  /** No ordinal. */
  public static final OrdinalSet EMPTY = new OrdinalSet(new RoaringBitmap[0]);

  private static final int BITS = 20;
  private static final int CHUNK = 1 << BITS;

  private final @Nullable RoaringBitmap[] chunks;
  private final int cardinality;

  private OrdinalSet(@Nullable RoaringBitmap[] chunks) {
    this.chunks = chunks;
    this.cardinality =
        Arrays.stream(chunks)
            .filter(Objects::nonNull)
            .mapToInt(RoaringBitmap::getCardinality)
            .sum();
  }

  /** How many. */
  public int cardinality() {
    return cardinality;
  }

  /** Whether it is inside. */
  public boolean contains(int ordinal) {
    var chunk = chunk(chunks, ordinal >>> BITS);
    return chunk != null && chunk.contains(ordinal & (CHUNK - 1));
  }

  /** All, in ascending order. */
  public void forEach(IntConsumer action) {
    for (int i = 0; i < chunks.length; i++) {
      var chunk = chunks[i];
      int base = i << BITS;
      if (chunk != null) {
        chunk.forEach((org.roaringbitmap.IntConsumer) low -> action.accept(base | low));
      }
    }
  }

  /**
   * All, in ascending order, so many at a time as fit.
   *
   * @param batch gets them from its beginning
   * @param action is told how many it got; may change them
   */
  void forEach(int[] batch, IntConsumer action) {
    for (int i = 0; i < chunks.length; i++) {
      var chunk = chunks[i];
      int base = i << BITS;
      if (chunk != null) {
        var batches = chunk.getBatchIterator();
        while (batches.hasNext()) {
          int count = batches.nextBatch(batch);
          for (int at = 0; at < count; at++) {
            batch[at] |= base;
          }
          action.accept(count);
        }
      }
    }
  }

  /** What is in both. */
  public OrdinalSet and(OrdinalSet other) {
    var both = new RoaringBitmap[Math.min(chunks.length, other.chunks.length)];
    for (int i = 0; i < both.length; i++) {
      var mine = chunks[i];
      var theirs = other.chunks[i];
      both[i] = mine == null || theirs == null ? null : RoaringBitmap.and(mine, theirs);
    }
    return new OrdinalSet(both);
  }

  /** How many are in both. */
  public int andCardinality(OrdinalSet other) {
    int both = 0;
    for (int i = 0; i < Math.min(chunks.length, other.chunks.length); i++) {
      var mine = chunks[i];
      var theirs = other.chunks[i];
      both += mine == null || theirs == null ? 0 : RoaringBitmap.andCardinality(mine, theirs);
    }
    return both;
  }

  /** What is in this and not in the other. */
  public OrdinalSet andNot(OrdinalSet other) {
    var left = chunks.clone();
    for (int i = 0; i < Math.min(left.length, other.chunks.length); i++) {
      var mine = chunks[i];
      var theirs = other.chunks[i];
      left[i] = mine == null || theirs == null ? mine : RoaringBitmap.andNot(mine, theirs);
    }
    return new OrdinalSet(left);
  }

  /** What is in any. */
  public static OrdinalSet or(List<OrdinalSet> sets) {
    if (sets.size() == 1) {
      return sets.get(0);
    }
    var any = new RoaringBitmap[sets.stream().mapToInt(set -> set.chunks.length).max().orElse(0)];
    for (int i = 0; i < any.length; i++) {
      int at = i;
      any[i] =
          FastAggregation.or(
              sets.stream().map(set -> chunk(set.chunks, at)).filter(Objects::nonNull).iterator());
    }
    return new OrdinalSet(any);
  }

  private static @Nullable RoaringBitmap chunk(@Nullable RoaringBitmap[] chunks, int index) {
    return index < chunks.length ? chunks[index] : null;
  }

  /** Changes a set, for one thread. */
  static final class Editor {
    private @Nullable RoaringBitmap[] chunks;
    private final BitSet owned = new BitSet();

    Editor(OrdinalSet from) {
      chunks = from.chunks.clone();
    }

    boolean contains(int ordinal) {
      var chunk = chunk(chunks, ordinal >>> BITS);
      return chunk != null && chunk.contains(ordinal & (CHUNK - 1));
    }

    void set(int ordinal, boolean member) {
      int index = ordinal >>> BITS;
      var chunk = chunk(chunks, index);
      int low = ordinal & (CHUNK - 1);
      if (member == (chunk != null && chunk.contains(low))) {
        return;
      }
      if (index >= chunks.length) {
        chunks = Arrays.copyOf(chunks, index + 1);
      }
      if (chunk == null || !owned.get(index)) {
        chunk = chunk == null ? new RoaringBitmap() : chunk.clone();
        chunks[index] = chunk;
        owned.set(index);
      }
      if (member) {
        chunk.add(low);
      } else {
        chunk.remove(low);
      }
    }

    /** The set as it is now; the editor is used no more. */
    OrdinalSet freeze() {
      return new OrdinalSet(chunks);
    }
  }
}
