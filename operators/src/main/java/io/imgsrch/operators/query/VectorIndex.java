package io.imgsrch.operators.query;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Searches pictures by vector. Every call has a deadline of its own and may be made from any
 * thread.
 */
public interface VectorIndex extends AutoCloseable {
  /**
   * The pictures nearest to a vector, the best first.
   *
   * @param vector L2-normalised
   * @param count at most so many
   * @param current whether all that was written before this call is among them, which takes longer;
   *     else what was written in the last seconds may be missing
   */
  CompletableFuture<List<ScoredImage>> search(float[] vector, int count, boolean current);

  /** Which of these pictures can be found now. */
  CompletableFuture<Set<String>> present(Collection<String> imagePks);

  /** The stored vector of a picture; empty if there is none. */
  CompletableFuture<java.util.Optional<float[]>> vectorOf(String imagePk);

  @Override
  void close();
}
