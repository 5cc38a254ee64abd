package io.imgsrch.operators.query;

import java.util.List;

/** What searches are made of. */
public record Backends(
    VectorIndex vectors, ValidityReader validity, PhotoEmbedder embedder, PictureFetcher fetcher)
    implements AutoCloseable {

  /** Closes all of them, whichever fails. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (Runnable close :
        List.<Runnable>of(embedder::close, fetcher::close, vectors::close, validity::close)) {
      try {
        close.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
