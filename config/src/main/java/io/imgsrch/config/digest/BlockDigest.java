package io.imgsrch.config.digest;

/**
 * The fold of a block's rows, in whatever order they come.
 *
 * @param rows how many
 * @param sum of the rows' digests, modulo 2⁶⁴: unlike their exclusive or, it shows a row that is
 *     there twice
 */
public record BlockDigest(long rows, long sum) {
  /** Of no row. */
  public static final BlockDigest EMPTY = new BlockDigest(0, 0);

  /** With one more row. */
  public BlockDigest plus(long rowDigest) {
    return new BlockDigest(rows + 1, sum + rowDigest);
  }

  /** Without a row that is in it. */
  public BlockDigest minus(long rowDigest) {
    return new BlockDigest(rows - 1, sum - rowDigest);
  }

  /** Of both blocks' rows. */
  public BlockDigest plus(BlockDigest other) {
    return new BlockDigest(rows + other.rows, sum + other.sum);
  }
}
