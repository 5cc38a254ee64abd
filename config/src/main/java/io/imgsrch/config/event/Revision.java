package io.imgsrch.config.event;

import java.util.Comparator;

/**
 * Where a value stands on its version line. Total order: version, then deleted over unavailable
 * over available, then the digest of the canonical value; so every store picks the same of two
 * different values that carry the same version, in whatever order they arrive.
 *
 * @param version the producer's version
 * @param rank {@link #AVAILABLE}, {@link #UNAVAILABLE} or {@link #DELETED}
 * @param digest lowercase hex digest of the canonical value
 */
public record Revision(long version, int rank, String digest) implements Comparable<Revision> {
  public static final int AVAILABLE = 0;
  public static final int UNAVAILABLE = 1;
  public static final int DELETED = 2;

  private static final Comparator<Revision> ORDER =
      Comparator.comparingLong(Revision::version)
          .thenComparingInt(Revision::rank)
          .thenComparing(Revision::digest);

  @Override
  public int compareTo(Revision other) {
    return ORDER.compare(this, other);
  }

  /**
   * Whether this value loses against {@code current}. An equal one does not, so that replay works.
   */
  public boolean isSupersededBy(Revision current) {
    return compareTo(current) < 0;
  }
}
