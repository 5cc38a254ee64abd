package io.imgsrch.operators.query.mirror;

import io.imgsrch.config.event.Revision;
import java.util.HexFormat;

/**
 * A {@link Revision} in a third of its memory.
 *
 * @param digest first 64 bits of the revision's
 */
record Stamp(long version, byte rank, long digest) implements Comparable<Stamp> {
  private static final int DIGITS = 16;

  /**
   * Of a revision, in the same order; a digest may be short or empty, as that of availability is.
   *
   * @throws IllegalArgumentException if the digest is not hexadecimal
   */
  static Stamp of(Revision revision) {
    var digest = revision.digest();
    int digits = Math.min(digest.length(), DIGITS);
    long bits = HexFormat.fromHexDigitsToLong(digest, 0, digits);
    int missing = Long.SIZE - Long.SIZE / DIGITS * digits;
    return new Stamp(revision.version(), (byte) revision.rank(), digits == 0 ? 0 : bits << missing);
  }

  @Override
  public int compareTo(Stamp other) {
    int byVersion = Long.compare(version, other.version);
    if (byVersion != 0) {
      return byVersion;
    }
    int byRank = Byte.compare(rank, other.rank);
    return byRank != 0 ? byRank : Long.compareUnsigned(digest, other.digest);
  }
}
