package io.imgsrch.bench.search.peer;

import java.io.IOException;

/** Searches that are prepared, for one thread. */
public interface Searches extends AutoCloseable {
  /**
   * Searches.
   *
   * @param question its place among those that were prepared
   * @throws IOException if there is no answer
   */
  Answer search(int question) throws IOException;

  @Override
  default void close() throws IOException {}
}
