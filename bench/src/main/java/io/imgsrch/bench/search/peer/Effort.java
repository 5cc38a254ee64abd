package io.imgsrch.bench.search.peer;

/**
 * How thoroughly to search.
 *
 * @param kind which way, in the peer's words
 * @param value the number that the way takes; 0 where it takes none
 */
public record Effort(String kind, int value) {
  /** Of who decides by itself. */
  public static final Effort NONE = new Effort("", 0);

  @Override
  public String toString() {
    return value == 0 ? kind : kind + " " + value;
  }
}
