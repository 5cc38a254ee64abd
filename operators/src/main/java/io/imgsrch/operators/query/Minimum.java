package io.imgsrch.operators.query;

import org.jspecify.annotations.Nullable;

/**
 * The oldest catalogue that a search may show.
 *
 * @param ends what the catalogue in memory must hold
 * @param indexed whether the vector store has every picture of it
 */
public record Minimum(TopicEnds ends, boolean indexed) {
  /** Of a search that asks for nothing in particular. */
  public static final Minimum NONE = new Minimum(TopicEnds.NONE, true);

  /** Whether there is anything that the search must see. */
  public boolean binds() {
    return !ends.offsets().isEmpty();
  }

  /**
   * Whether what is in memory, with the vector store where that has every picture, is enough.
   *
   * @param allowed null while there is no catalogue in memory, and the state is asked, which always
   *     is new enough
   */
  public boolean isMetBy(@Nullable AllowedImages allowed) {
    return allowed == null
        ? indexed
        : allowed.holds(ends) && (indexed || allowed.resident() == allowed.count());
  }
}
