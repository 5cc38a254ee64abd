package io.imgsrch.local.prove;

import java.util.Comparator;

/**
 * A version of one line, ordered as the design says and not as the operators do it: version, then
 * deleted over unavailable over available, then the digest of the canonical value.
 *
 * @param rank 0 available, 1 unavailable, 2 deleted
 */
public record Stamp(long version, int rank, String digest) implements Comparable<Stamp> {
  static final int AVAILABLE = 0;
  static final int UNAVAILABLE = 1;
  static final int DELETED = 2;

  private static final Comparator<Stamp> ORDER =
      Comparator.comparingLong(Stamp::version)
          .thenComparingInt(Stamp::rank)
          .thenComparing(Stamp::digest);

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return version + "/" + rank + "/" + (digest.length() > 6 ? digest.substring(0, 6) : digest);
  }
}
