package io.imgsrch.operators.query.mirror;

/**
 * A bit for each component of a turned vector, its sign, by slot: enough to guess a similarity and
 * to see that most candidates are none. After the bits of a vector come the factor that makes the
 * guess right on average, and how many bits are set.
 *
 * <p>As in RaBitQ (Gao and Long, SIGMOD 2024): with {@code s} for the signs and {@code r} for the
 * turned vector, {@code s·q · r·r / s·r} guesses {@code r·q} without bias.
 *
 * <p>In the heap, where the compiler reads two to three times as fast as outside of it.
 */
final class CodeChunk {
  /** Words that are looked at together. */
  private static final int GROUP = Rotation.MIN_SIZE / Long.SIZE;

  private final Rotation rotation;
  private final int words;
  private final long[] codes;

  CodeChunk(int dimension, Rotation rotation) {
    this.rotation = rotation;
    this.words = words(dimension);
    this.codes = new long[VectorChunk.SLOTS * (words + 1)];
  }

  private static int words(int dimension) {
    return Rotation.size(dimension) / Long.SIZE;
  }

  /** What one occupies, bytes. */
  static int size(int dimension) {
    return VectorChunk.SLOTS * (words(dimension) + 1) * Long.BYTES;
  }

  void put(int slot, float[] vector) {
    var turned = rotation.of(vector);
    int at = slot * (words + 1);
    int ones = 0;
    double squares = 0;
    double absolutes = 0;
    for (int word = 0; word < words; word++) {
      long signs = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        float component = turned[word * Long.SIZE + bit];
        squares += component * component;
        absolutes += Math.abs(component);
        signs |= component > 0 ? 1L << bit : 0;
      }
      ones += Long.bitCount(signs);
      codes[at + word] = signs;
    }
    long factor = Float.floatToRawIntBits((float) (squares / absolutes));
    codes[at + words] = factor << Integer.SIZE | ones;
  }

  /** Guesses the inner products of some of a batch, which are all in this chunk, with a query. */
  void guess(CodedQuery query, Batch batch, int from, int to) {
    var planes = query.planes();
    var places = batch.places();
    var scores = batch.scores();
    for (int i = from; i < to; i++) {
      int at = (places[i] & (VectorChunk.SLOTS - 1)) * (words + 1);
      int sum = 0;
      for (int word = 0; word < words; word += GROUP) {
        sum += unitsOfOnes(at + word, planes, word * CodedQuery.BITS);
      }
      long last = codes[at + words];
      float factor = Float.intBitsToFloat((int) (last >>> Integer.SIZE));
      scores[i] = factor * query.signed(sum, (int) last);
    }
  }

  /** Written out, for the processor to count many words at a time. */
  private int unitsOfOnes(int at, long[] planes, int p) {
    long a = codes[at];
    long b = codes[at + 1];
    long c = codes[at + 2];
    long d = codes[at + 3];
    int ones = common(a, b, c, d, planes, p);
    int twos = common(a, b, c, d, planes, p + GROUP);
    int fours = common(a, b, c, d, planes, p + 2 * GROUP);
    int eights = common(a, b, c, d, planes, p + 3 * GROUP);
    return ones + (twos << 1) + (fours << 2) + (eights << 3);
  }

  private static int common(long a, long b, long c, long d, long[] planes, int p) {
    return Long.bitCount(a & planes[p])
        + Long.bitCount(b & planes[p + 1])
        + Long.bitCount(c & planes[p + 2])
        + Long.bitCount(d & planes[p + 3]);
  }
}
