package io.imgsrch.operators.query.mirror;

import io.imgsrch.vector.DotProduct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of images in bounded memory outside of the heap. Where it is full, those of images
 * that are not on sale make way.
 *
 * <p>One thread writes, while others read what was {@link #freeze frozen}. A slot that is given up
 * gets its next vector only once nobody reads a view that shows its last one: whoever reads has to
 * {@link Frozen#enter}, which the writer lets nobody do with such a view any more.
 */
final class ResidentVectors {
  private static final Logger LOG = LoggerFactory.getLogger(ResidentVectors.class);

  /** Slots that are kept free: one that is given up is not free at once. */
  private static final int RESERVE = 64;

  /** Slots that are looked at for one to give up. */
  private static final int LOOKS = 64;

  private final int dimension;
  private final Rotation rotation;
  private int maxChunks;
  private VectorChunk[] chunks = new VectorChunk[0];
  private final PagedInts.Editor slots = new PagedInts.Editor();
  private int[] images = new int[0];
  private OrdinalSet.Editor resident = new OrdinalSet.Editor(OrdinalSet.EMPTY);
  private final BitSet free = new BitSet();
  private int freeCount;
  private int hand;
  private final Clusterings clusterings =
      new Clusterings(image -> slots.get(image) != PagedInts.NONE);

  private final Deque<GivenUp> givenUp = new ArrayDeque<>();
  private int givenUpCount;
  private List<Integer> givenUpNow = new ArrayList<>();
  private Readers readers = new Readers();
  private boolean frozenOnce;

  /** Slots, and those who may still read the vectors that they had. */
  private record GivenUp(List<Integer> slots, Readers readers) {}

  /**
   * @param maxBytes of all vectors
   */
  ResidentVectors(int dimension, long maxBytes) {
    this.dimension = dimension;
    this.rotation = new Rotation(dimension);
    this.maxChunks = (int) Math.min(Integer.MAX_VALUE, maxBytes / VectorChunk.size(dimension));
  }

  /**
   * Keeps the vector of an image if there is room.
   *
   * @param onSale tells of an image whether it is
   */
  void put(int image, float[] vector, IntPredicate onSale) {
    boolean usable = vector.length == dimension && VectorChunk.holds(vector);
    int before = slots.get(image);
    if (before != PagedInts.NONE) {
      if (usable && chunk(before).has(inChunk(before), vector)) {
        return;
      }
      remove(image);
    }
    if (usable) {
      int slot = take(onSale);
      if (slot != PagedInts.NONE) {
        chunk(slot).put(inChunk(slot), vector);
        slots.set(image, slot);
        images[slot] = image;
        resident.set(image, true);
        clusterings.put(image, vector);
      }
    }
  }

  /** Gives up the vector of an image, if there is one. */
  void remove(int image) {
    int slot = slots.get(image);
    if (slot != PagedInts.NONE) {
      slots.set(image, PagedInts.NONE);
      images[slot] = PagedInts.NONE;
      resident.set(image, false);
      clusterings.remove(image);
      if (frozenOnce) {
        givenUpNow.add(slot);
        givenUpCount++;
      } else {
        free.set(slot);
        freeCount++;
      }
    }
  }

  private int take(IntPredicate onSale) {
    if (freeCount < RESERVE) {
      reclaim();
      if (freeCount < RESERVE && !grow() && freeCount + givenUpCount < RESERVE) {
        giveUpOne(onSale);
      }
    }
    int slot = free.nextSetBit(0);
    if (slot < 0) {
      return PagedInts.NONE;
    }
    free.clear(slot);
    freeCount--;
    return slot;
  }

  /** Frees what nobody reads any more. */
  private void reclaim() {
    while (!givenUp.isEmpty() && givenUp.peekFirst().readers().retire()) {
      var slots = givenUp.removeFirst().slots();
      slots.forEach(free::set);
      freeCount += slots.size();
      givenUpCount -= slots.size();
    }
  }

  private boolean grow() {
    if (chunks.length >= maxChunks) {
      return false;
    }
    int from = chunks.length;
    try {
      var grown = Arrays.copyOf(chunks, from + 1);
      grown[from] = new VectorChunk(dimension, rotation);
      chunks = grown;
    } catch (OutOfMemoryError e) {
      LOG.error(
          "no direct memory for more than {} vectors: give the JVM more of it"
              + " (-XX:MaxDirectMemorySize, taskmanager.memory.task.off-heap.size), or set"
              + " query.resident_vectors_mb to what there is; further vectors are found by the"
              + " vector store alone",
          from * VectorChunk.SLOTS,
          e);
      maxChunks = from;
      return false;
    }
    int first = from << VectorChunk.BITS;
    images = Arrays.copyOf(images, first + VectorChunk.SLOTS);
    Arrays.fill(images, first, images.length, PagedInts.NONE);
    free.set(first, first + VectorChunk.SLOTS);
    freeCount += VectorChunk.SLOTS;
    return true;
  }

  private void giveUpOne(IntPredicate onSale) {
    for (int look = 0; look < Math.min(LOOKS, images.length); look++) {
      hand = hand + 1 < images.length ? hand + 1 : 0;
      int image = images[hand];
      if (image != PagedInts.NONE && !onSale.test(image)) {
        remove(image);
        return;
      }
    }
  }

  private VectorChunk chunk(int slot) {
    return chunks[slot >>> VectorChunk.BITS];
  }

  private static int inChunk(int slot) {
    return slot & (VectorChunk.SLOTS - 1);
  }

  /** What searches find their way by. */
  Clusterings clusterings() {
    return clusterings;
  }

  /** The vectors as they are now. */
  Frozen freeze() {
    reclaim();
    if (!givenUpNow.isEmpty()) {
      givenUp.addLast(new GivenUp(givenUpNow, readers));
      givenUpNow = new ArrayList<>();
      readers = new Readers();
    }
    frozenOnce = true;
    var frozen = resident.freeze();
    resident = new OrdinalSet.Editor(frozen);
    return new Frozen(
        dimension, rotation, chunks, slots.freeze(), frozen, readers, clusterings.freeze());
  }

  /**
   * The vectors of one instant, by image.
   *
   * @param resident the images that have one
   */
  record Frozen(
      int dimension,
      Rotation rotation,
      VectorChunk[] chunks,
      PagedInts slots,
      OrdinalSet resident,
      Readers readers,
      Clusterings.Frozen clusterings) {
    static final Frozen EMPTY = new ResidentVectors(1, 0).freeze();

    /** Bytes outside of the heap. */
    long bytes() {
      return (long) chunks.length * VectorChunk.size(dimension);
    }

    /** Whether the vectors may be read now; then {@link #exit} has to follow. */
    boolean enter() {
      return readers.enter();
    }

    void exit() {
      readers.exit();
    }

    /** A query of the same dimension, as guesses want it. */
    CodedQuery coded(float[] query) {
      return CodedQuery.of(rotation.of(query));
    }

    /** Gives the first so many of a batch their places; all of them have vectors. */
    void locate(Batch batch, int number) {
      for (int i = 0; i < number; i++) {
        batch.places()[i] = slots.get(batch.images()[i]);
      }
    }

    /** Gives the first so many of a batch scores as {@link CodeChunk#guess} does. */
    void guess(CodedQuery query, Batch batch, int number) {
      int from = 0;
      while (from < number) {
        int chunk = batch.places()[from] >>> VectorChunk.BITS;
        int to = from + 1;
        while (to < number && batch.places()[to] >>> VectorChunk.BITS == chunk) {
          to++;
        }
        chunks[chunk].guess(query, batch, from, to);
        from = to;
      }
    }

    /** Gives the first so many of a batch scores as {@link VectorChunk#roughly} does. */
    void roughly(DotProduct dots, QueryVector query, Batch batch, int number) {
      for (int i = 0; i < number; i++) {
        int slot = batch.places()[i];
        batch.scores()[i] = chunks[slot >>> VectorChunk.BITS].roughly(dots, query, inChunk(slot));
      }
    }

    /** As {@link VectorChunk#exactly}; of an image that has a vector. */
    float exactly(DotProduct dots, QueryVector query, int image) {
      int slot = slots.get(image);
      return chunks[slot >>> VectorChunk.BITS].exactly(dots, query, inChunk(slot));
    }

    /** The vector of an image that has one. */
    float[] get(int image) {
      int slot = slots.get(image);
      return chunks[slot >>> VectorChunk.BITS].get(inChunk(slot));
    }
  }
}
