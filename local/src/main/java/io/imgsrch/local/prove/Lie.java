package io.imgsrch.local.prove;

/**
 * Something that must not be.
 *
 * @param where the store, or the search, that said it
 * @param key of a product, a picture or a record
 */
public record Lie(Kind kind, String where, String key, String expected, String found) {

  /** What kind of promise is broken. */
  public enum Kind {
    /** A store does not hold what was acknowledged, or holds what was not. */
    LOST,
    /**
     * A search that called itself verified showed an offer although a newer event, acknowledged
     * longer before it than {@link Judge#AVAILABILITY_BOUND} or {@link Judge#CONTENT_BOUND}, had
     * withdrawn it.
     */
    STALE,
    /**
     * An offer came back: one that the platform had said is gone was shown again without a newer
     * event, or one in an older version than had been shown. So in PostgreSQL, where a row went
     * back.
     */
    RESURRECTED,
    /** A search showed what no events ever said together, or what was not asked for. */
    INVALID,
    /** After a fault was healed, no correct answer came in time. */
    NOT_RECOVERED
  }

  @Override
  public String toString() {
    return "%s %s in %s: expected %s, found %s".formatted(kind, key, where, expected, found);
  }
}
