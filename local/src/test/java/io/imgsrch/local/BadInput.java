package io.imgsrch.local;

import org.jspecify.annotations.Nullable;

/**
 * What a row of the table sends, to the topic or as a search, or both. A repetition has a number:
 * it makes another product of it, and other bytes of most pictures.
 */
record BadInput(@Nullable Event event, @Nullable Search search) {

  /** The values to send in this order under one key. */
  interface Event {
    byte[][] values(long merchant, String product, int number) throws Exception;
  }

  /** The body of a {@code POST /v1/search}. */
  interface Search {
    Body body(int number) throws Exception;
  }

  record Body(String contentType, byte[] bytes) {}
}
