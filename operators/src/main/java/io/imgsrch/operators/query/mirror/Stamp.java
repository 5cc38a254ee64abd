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

  static Stamp of(Revision revision) {
    return new Stamp(
        revision.version(),
        (byte) revision.rank(),
        HexFormat.fromHexDigitsToLong(revision.digest(), 0, DIGITS));
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
